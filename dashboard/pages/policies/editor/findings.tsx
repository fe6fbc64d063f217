import { ActionError } from "../../../kit/action-error.tsx";
import { CopyButton } from "../../../kit/copy-button.tsx";
import { Tag } from "../../../kit/tag.tsx";
import type { Lint, PolicyFinding } from "./use-lint.ts";

export interface FindingsProps {
  readonly lint: Lint;
  readonly onJump: (finding: PolicyFinding) => void;
}

const SEVERITIES = {
  error: { words: "✕ Error", tone: "violation" },
  warning: { words: "▲ Warning", tone: "review" },
  info: { words: "○ Advice", tone: "plain" },
} as const;

/** What the linter found. Each finding leads to its line. */
export function Findings({ lint: { result, error, pending }, onJump }: FindingsProps) {
  return (
    <div class="stack">
      <p class="muted" role="status">
        {result === null && error === undefined ? "Checking…" : summary(result, pending)}
      </p>
      <ActionError error={error} />
      <ol class="findings">
        {(result?.findings ?? []).map((finding, index) => (
          <Finding key={`${finding.rule}-${index}`} finding={finding} onJump={onJump} />
        ))}
      </ol>
      {result !== null && result.omitted > 0 && (
        <p class="muted">{`${result.omitted} more findings of the same rules are not listed.`}</p>
      )}
    </div>
  );
}

function Finding({
  finding,
  onJump,
}: {
  readonly finding: PolicyFinding;
  readonly onJump: FindingsProps["onJump"];
}) {
  const { severity, rule, range, message, suggestion } = finding;
  const { words, tone } = SEVERITIES[severity];
  return (
    <li>
      <div class="row">
        <Tag tone={tone}>{words}</Tag>
        {range === null ? (
          <span class="muted">whole document</span>
        ) : (
          <button class="line-link" type="button" onClick={() => onJump(finding)}>
            {`Line ${range.line}`}
          </button>
        )}
        <code class="muted">{rule}</code>
      </div>
      <p>{message}</p>
      {suggestion !== null && (
        <div class="suggestion">
          <pre>{suggestion}</pre>
          <CopyButton text={suggestion} label="Copy the suggestion" />
        </div>
      )}
    </li>
  );
}

function summary(result: Lint["result"], pending: boolean): string {
  if (result === null) return "The text could not be checked.";
  const { findings, runnable } = result;
  const more = pending ? " Checking the changes…" : "";
  if (!runnable) return `This text cannot be saved: correct the errors first.${more}`;
  if (findings.length === 0) return `Nothing to improve was found.${more}`;
  return `${findings.length} ${findings.length === 1 ? "finding" : "findings"}; none prevents saving.${more}`;
}
