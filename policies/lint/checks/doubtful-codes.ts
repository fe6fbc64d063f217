import type { CodeDoubts } from "../../codes/find-codes.ts";
import type { Check } from "../check.ts";

interface Doubt {
  readonly rule: string;
  readonly summary: string;
  readonly message: string;
  readonly suggestion?: string;
  readonly doubt: "unread" | "severities" | "contradictions";
}

/** A check that reports lines whose codes are doubtful. There are none if the categories are declared. */
export function doubtfulCodes({ rule, summary, message, suggestion, doubt }: Doubt): Check {
  return {
    rule,
    severity: "warning",
    summary,
    find({ policy: { inferred }, found, lines }) {
      if (!inferred.categories) return [];
      const numbers: CodeDoubts[Doubt["doubt"]] = found.doubts[doubt];
      return [...new Set(numbers)].map((number) => ({
        range: lines.line(number),
        message,
        ...(suggestion === undefined ? {} : { suggestion }),
      }));
    },
  };
}
