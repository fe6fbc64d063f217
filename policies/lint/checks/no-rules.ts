import type { Check } from "../check.ts";

export const noRules: Check = {
  rule: "no-rules",
  severity: "info",
  summary: "The criteria have no codes",
  find({ policy: { rules, verdictSchema }, categories }) {
    const [category] = categories.filter(({ violation = 1 }) => violation === 1);
    const hasRules = rules.length > 0 || verdictSchema.custom;
    if (categories.length < 2 || category === undefined || hasRules) return [];
    return [
      {
        range: null,
        message:
          "The policy has categories but no rules, so a verdict can cite a category but not the criterion that matched. " +
          "Give each criterion a code.",
        suggestion: `- ${category.code}.a First criterion of ${category.code}.\n- ${category.code}.b Second criterion.`,
      },
    ];
  },
};
