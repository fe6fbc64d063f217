import { doubtfulCodes } from "./doubtful-codes.ts";

export const codeContradiction = doubtfulCodes({
  rule: "code-contradiction",
  summary: "A code is defined as allowed here and differently elsewhere",
  message:
    "The title here says that the category is allowed, but another definition of it does not. It was treated as a " +
    "violation. Declare its `violation` in the front matter, or give allowed content its own code.",
  doubt: "contradictions",
});
