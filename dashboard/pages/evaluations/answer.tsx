import { OutcomeMark } from "../../kit/outcome-mark.tsx";
import { UntrustedText } from "../../kit/plain-text.tsx";
import { Shielded } from "../../kit/shield.tsx";
import { formatScore } from "../../kit/scale.tsx";

export interface AnswerProps {
  /** Whose decision it is. */
  readonly by: string;
  readonly violation: 0 | 1;
  readonly category: string | null;
  readonly rationale: string | null;
  readonly score?: number | null;
}

/** The decision of one side on an item, with the rationale. */
export function Answer({ by, violation, category, rationale, score }: AnswerProps) {
  return (
    <div class="answer">
      <div class="row">
        <strong>{by}</strong>
        <OutcomeMark outcome={violation === 1 ? "violation" : "allowed"} />
        {category !== null && <code>{category}</code>}
        {typeof score === "number" && <span class="muted">{`score ${formatScore(score)}`}</span>}
      </div>
      {rationale === null ? (
        <p class="muted">The rationale is erased.</p>
      ) : (
        <Shielded>
          <p dir="auto">
            <UntrustedText>{rationale}</UntrustedText>
          </p>
        </Shielded>
      )}
    </div>
  );
}

/** The label of an item, in words. */
export function Expected({
  violation,
  category,
}: {
  readonly violation: 0 | 1 | null;
  readonly category: string | null | undefined;
}) {
  return (
    <span class="row">
      <span class="muted">Label:</span>
      {violation === null ? "unknown" : <OutcomeMark outcome={violation === 1 ? "violation" : "allowed"} />}
      {typeof category === "string" && <code>{category}</code>}
    </span>
  );
}
