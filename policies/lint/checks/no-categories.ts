import type { Check } from "../check.ts";

export const noCategories: Check = {
  rule: "no-categories",
  severity: "warning",
  summary: "No category is declared or found",
  find({ policy: { inferred, verdictSchema }, categories }) {
    if (!inferred.categories || categories.length > 0 || verdictSchema.custom) return [];
    return [
      {
        range: null,
        message:
          "No category was declared or found, so policy_category is always null and reports cannot tell kinds of " +
          "violations apart. Declare categories in the front matter.",
        suggestion:
          "---\ncategories:\n  - { code: C0, title: Allowed content, violation: 0 }\n  - { code: C1, title: Violation }\n---\n",
      },
    ];
  },
};
