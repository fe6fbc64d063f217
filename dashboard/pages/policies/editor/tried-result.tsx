import { Definitions } from "../../../kit/definitions.tsx";
import { formatDuration } from "../../../kit/format-time.ts";
import { OutcomeMark } from "../../../kit/outcome-mark.tsx";
import { PlainText, UntrustedText } from "../../../kit/plain-text.tsx";
import { Scale } from "../../../kit/scale.tsx";
import type { TriedJudgement } from "./try-draft.ts";

export interface TriedResultProps {
  readonly judgement: TriedJudgement;
  /** Whether the text was changed since then. */
  readonly isOfOldText: boolean;
}

/** The judgement of the content under the text. */
export function TriedResult({ judgement, isOfOldText }: TriedResultProps) {
  const { verdict, score, error, model, usage, engine_ms: ms, reasoning } = judgement;
  if (verdict === null) {
    return (
      <div class="stack">
        <OutcomeMark outcome="failed" />
        <p>
          {error === null ? "It was not judged." : [error.title, error.detail].filter(Boolean).join(": ")}
        </p>
      </div>
    );
  }
  const { violation, rationale, policy_category: category, rule_ids: rules, confidence, ...own } = verdict;
  return (
    <div class="stack">
      {isOfOldText && <p class="muted">This is the result of the text before your last change.</p>}
      <OutcomeMark outcome={violation === 1 ? "violation" : "allowed"} />
      <PlainText text={rationale} label="Rationale" />
      <Definitions
        items={[
          ["Category", typeof category === "string" ? <code>{category}</code> : undefined],
          ["Rules", Array.isArray(rules) && rules.length > 0 ? <code>{rules.join(", ")}</code> : undefined],
          ["Confidence", typeof confidence === "string" ? confidence : undefined],
          ...Object.entries(own).map(
            ([name, value]) => [name, <UntrustedText>{JSON.stringify(value)}</UntrustedText>] as const,
          ),
          ["Score", score === null ? undefined : <Scale value={score} />],
          ["Model", model?.name],
          ["Time", ms === null ? undefined : formatDuration(ms)],
          [
            "Tokens",
            usage === null
              ? undefined
              : `${usage.prompt_tokens} prompt, ${usage.completion_tokens} completion`,
          ],
        ]}
      />
      {typeof reasoning === "string" && reasoning !== "" && (
        <details>
          <summary>Reasoning</summary>
          <PlainText text={reasoning} label="Reasoning" />
        </details>
      )}
    </div>
  );
}
