import { formatCount } from "../../../kit/percent.ts";
import type { PolicyLint } from "./use-lint.ts";

export interface TokensProps {
  readonly tokens: PolicyLint["tokens"];
  readonly onLine: (line: number) => void;
}

/** The length of the text by section, and what it costs. */
export function Tokens({ tokens, onLine }: TokensProps) {
  if (tokens === null) return <p class="muted">The text cannot be read as a policy yet.</p>;
  const { policy, prompt, cost_per_1000_items: cost, currency, sections } = tokens;
  const price = (amount: number | null): string =>
    amount === null ? "" : `${amount.toFixed(4)} ${currency ?? ""}`;
  return (
    <div class="stack">
      <p>
        <strong>{`${formatCount(policy)} tokens`}</strong>
        {prompt !== null && `; the prompt without content has ${formatCount(prompt)}`}
        {cost !== null && `. 1,000 items cost ${price(cost)}, without content and verdicts`}
      </p>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">Section</th>
            <th scope="col">Tokens</th>
            {cost !== null && <th scope="col">1,000 items</th>}
          </tr>
        </thead>
        <tbody>
          {sections.map((section) => (
            <tr key={section.line}>
              <td>
                <button class="line-link" type="button" onClick={() => onLine(section.line)}>
                  {section.title ?? "Before the first heading"}
                </button>
              </td>
              <td>{formatCount(section.tokens)}</td>
              {cost !== null && <td>{price(section.cost_per_1000_items)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
