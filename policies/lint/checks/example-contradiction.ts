import { categoryOfRule } from "../../rule-category.ts";
import type { Check, Found } from "../check.ts";
import type { LintedPolicy } from "../linted-policy.ts";

export const exampleContradiction: Check = {
  rule: "example-contradiction",
  severity: "warning",
  summary: "An example's label contradicts its rule",
  find: (policy) => [...inText(policy), ...inFrontMatter(policy)],
};

function inText({ examples, categories, lines }: LintedPolicy): Found[] {
  const violationOf = decisions(categories);
  return examples.flatMap(({ number, label }) => {
    if (label === null || label.outcome === null) return [];
    const wrong = label.codes.find(({ code }) => (violationOf(code) ?? label.outcome) !== label.outcome);
    if (wrong === undefined) return [];
    return [contradiction(wrong.spelled, label.outcome, lines.line(number))];
  });
}

function inFrontMatter({ policy, categories, frontMatter }: LintedPolicy): Found[] {
  const violationOf = decisions(categories);
  return (policy.frontMatter.examples ?? []).flatMap(({ violation, policy_category }, index) => {
    const code = policy_category ?? null;
    if (code === null || (violationOf(code) ?? violation) === violation) return [];
    const range = frontMatter.at(["examples", index, "policy_category"], "value");
    return [contradiction(code, violation, range)];
  });
}

function decisions(categories: LintedPolicy["categories"]): (code: string) => 0 | 1 | null {
  const codes = categories.map(({ code }) => code);
  const known = new Map(categories.map(({ code, violation = 1 }) => [code, violation]));
  return (code) => known.get(categoryOfRule(code, codes) ?? "") ?? null;
}

function contradiction(code: string, outcome: 0 | 1, range: Found["range"]): Found {
  const is = outcome === 1 ? "allowed content" : "a violation";
  const label = outcome === 1 ? "a violation" : "allowed";
  return {
    range,
    message: `The example is labelled as ${label}, but ${code} is ${is}. The model learns the opposite of the rule. Correct the label or the code, or the category's \`violation\` in the front matter.`,
  };
}
