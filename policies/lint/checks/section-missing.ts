import type { Check } from "../check.ts";
import { isExamplesCaption } from "../examples.ts";
import type { LintedPolicy } from "../linted-policy.ts";
import { isNamed } from "../section-names.ts";

const SECTIONS = ["instructions", "definitions", "criteria", "examples"] as const;

export const sectionMissing: Check = {
  rule: "section-missing",
  severity: "warning",
  summary: "One of the four sections is missing: instructions, definitions, criteria, examples",
  find(policy) {
    const missing = SECTIONS.filter((name) => !hasSection(policy, name));
    const [only] = missing;
    if (only === undefined) return [];
    const suggestion = missing.map((name) => `## ${name.charAt(0).toUpperCase()}${name.slice(1)}`).join("\n");
    if (missing.length === 1 && only === "examples" && hasExampleLists(policy)) {
      return [
        {
          range: null,
          severity: "info",
          message:
            "The examples are spread over the criteria. A section “Examples” with 4 to 6 examples near the boundary, each with " +
            "its label, shows the model how the criteria are weighed against each other.",
          suggestion,
        },
      ];
    }
    return [
      {
        range: null,
        message: `The text has no section for ${listed(missing)}. The model best follows a policy with four parts: instructions, definitions, criteria, examples. Put a heading above each.`,
        suggestion,
      },
    ];
  },
};

function hasSection({ outline }: LintedPolicy, name: (typeof SECTIONS)[number]): boolean {
  return outline.some(
    ({ title, category }) => isNamed(title ?? "", name) || (name === "criteria" && category !== null),
  );
}

function hasExampleLists({ policyLines }: LintedPolicy): boolean {
  return policyLines.some(({ kind, text }) => kind === "text" && isExamplesCaption(text));
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
