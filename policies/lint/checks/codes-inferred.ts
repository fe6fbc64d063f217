import { declareCodes } from "../../declare-codes.ts";
import type { Check } from "../check.ts";

export const codesInferred: Check = {
  rule: "codes-inferred",
  severity: "warning",
  summary: "Codes were inferred from the text and are not declared",
  find({ policy }) {
    const { inferred, categories, rules } = policy;
    const isGuessed = (inferred.categories && categories.length > 0) || (inferred.rules && rules.length > 0);
    if (!isGuessed) return [];
    return [
      {
        range: null,
        message:
          "Codes were inferred from the text. They are offered to the model but not enforced. Check the front matter " +
          "below, correct it, and put it at the top of the document.",
        suggestion: declareCodes(policy),
      },
    ];
  },
};
