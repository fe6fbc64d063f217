import { MAX_LINT_SECTIONS, type PolicyTokens } from "../../schemas/policy-lint.ts";
import type { LintedPolicy } from "./linted-policy.ts";

const ITEMS = 1000;
const PRICED_TOKENS = 1_000_000;

/** What a million tokens of prompts cost; the currency is null if it is unknown. */
export interface PromptPrice {
  readonly perMillion: number;
  readonly currency: string | null;
}

/** What a policy's text costs in the prompts of 1,000 items, as a whole and by section. */
export function policyTokens(
  { tokens, outline, sectionTokens, context, lines }: LintedPolicy,
  price: PromptPrice | null,
): PolicyTokens {
  const costOf = (count: number): number | null =>
    price === null ? null : rounded((count * ITEMS * price.perMillion) / PRICED_TOKENS);
  const prompt = context?.promptTokens ?? null;
  return {
    policy: tokens,
    prompt,
    cost_per_1000_items: costOf(prompt ?? tokens),
    currency: price?.currency ?? null,
    sections: outline
      .map(({ title, line }, index) => {
        const count = sectionTokens[index] ?? 0;
        return { title, line: lines.inDocument(line), tokens: count, cost_per_1000_items: costOf(count) };
      })
      .filter(({ title, tokens: count }) => title !== null || count > 0)
      .slice(0, MAX_LINT_SECTIONS),
  };
}

/** Six digits after the point are a ten-thousandth of a cent. */
function rounded(cost: number): number {
  return Number(cost.toFixed(6));
}
