import type { Check } from "../check.ts";
import type { LintedPolicy } from "../linted-policy.ts";
import type { FindingRange } from "../../../schemas/policy-lint.ts";

const PAIRS = [
  ["VALID", "INVALID"],
  ["SAFE", "UNSAFE"],
  ["ALLOWED", "DISALLOWED"],
  ["PERMITTED", "PROHIBITED"],
  ["YES", "NO"],
  ["TRUE", "FALSE"],
] as const;

export const outcomeVocabulary: Check = {
  rule: "outcome-vocabulary",
  severity: "warning",
  summary: "Outcomes are named in several ways",
  find(policy) {
    const [first, second] = [...pairsIn(policy), ...labelsIn(policy)].sort(
      (one, other) => one.line - other.line,
    );
    if (first === undefined || second === undefined) return [];
    return [
      {
        range: second.range,
        message: `The text names outcomes in several ways: ${first.name}, and here ${second.name}. The model cannot tell which one is meant. Use the codes of the policy only; Gavel asks for \`violation\` 0 or 1.`,
      },
    ];
  },
};

interface Vocabulary {
  readonly name: string;
  readonly line: number;
  readonly range: FindingRange;
}

/** Pairs of which the text has both words in capitals. */
function pairsIn({ sentences }: LintedPolicy): Vocabulary[] {
  const uses = new Map<string, Omit<Vocabulary, "name">>();
  for (const { number, words, range } of sentences) {
    for (const { spelled, start, end } of words) {
      if (!uses.has(spelled)) uses.set(spelled, { line: number, range: range(start, end) });
    }
  }
  return PAIRS.flatMap((pair) => {
    const [one, other] = pair.map((word) => uses.get(word));
    return one === undefined || other === undefined ? [] : [{ name: pair.join(" or "), ...one }];
  });
}

/** Labels of examples: a number for the violation, or codes and nothing else. */
function labelsIn({ examples, lines }: LintedPolicy): Vocabulary[] {
  const numbers = examples.find(({ label }) => label?.word === "0" || label?.word === "1");
  const codes = examples.find(({ label }) => label !== null && label.outcome === null);
  return [
    ...(numbers === undefined ? [] : [{ name: "0 or 1", example: numbers }]),
    ...(codes === undefined ? [] : [{ name: `codes (${codes.label?.codes[0]?.spelled})`, example: codes }]),
  ].map(({ name, example: { number } }) => ({ name, line: number, range: lines.line(number) }));
}
