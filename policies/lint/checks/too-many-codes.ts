import type { Check } from "../check.ts";

export const tooManyCodes: Check = {
  rule: "too-many-codes",
  severity: "warning",
  summary: "The text has more codes than a policy may have",
  find({ policy: { inferred }, found }) {
    if (!found.doubts.tooMany || !(inferred.categories || inferred.rules)) return [];
    return [
      {
        range: null,
        message:
          "The text has more codes than a policy may have (200 categories, 1000 rules), so the rest was left out. Divide " +
          "it into several policies, and name them in `policy_ids`.",
      },
    ];
  },
};
