import { doubtfulCodes } from "./doubtful-codes.ts";

export const codeNotUnderstood = doubtfulCodes({
  rule: "code-not-understood",
  summary: "A code has a form that is not recognised",
  message:
    "This looks like a code in a form that is not recognised, so no verdict can cite it. Use capital letters and a " +
    "number (SP2, SP2.a, H3.f), or declare the code in the front matter.",
  doubt: "unread",
});
