import type { Check } from "../check.ts";

export const commentFound: Check = {
  rule: "comment-found",
  severity: "warning",
  summary: "A comment is part of the prompt",
  find({ found, lines }) {
    return found.doubts.comments.map((number) => ({
      range: lines.line(number),
      message:
        "The comment defines no codes, but the model reads it as part of the policy. Remove it; notes for people belong in " +
        "the `description` of the front matter.",
    }));
  },
};
