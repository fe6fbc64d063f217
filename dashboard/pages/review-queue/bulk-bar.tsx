import { useKeys } from "../../keys/use-keys.ts";
import { Button } from "../../kit/button.tsx";
import type { DecisionKind } from "../review/tally.ts";

export interface BulkBarProps {
  readonly count: number;
  /** How many items are finished during a run; null if nothing is running. */
  readonly progress: number | null;
  readonly onDecide: (decision: DecisionKind) => void;
  readonly onClear: () => void;
}

const DECISIONS = [
  { decision: "agree", keys: "a", title: "Agree" },
  { decision: "overturn", keys: "v", title: "Overturn" },
  { decision: "unsure", keys: "u", title: "Unsure" },
  { decision: "escalate", keys: "e", title: "Escalate" },
] as const;

/** The actions on the selected items. */
export function BulkBar({ count, progress, onDecide, onClear }: BulkBarProps) {
  const enabled = count > 0 && progress === null;
  useKeys(
    enabled
      ? DECISIONS.map(({ decision, keys, title }) => ({
          keys,
          words: `${title}: the selected items`,
          run: () => onDecide(decision),
        }))
      : [],
  );
  if (progress !== null) {
    return (
      <div class="bulk-bar" role="status">
        {progress} of {count} done…
      </div>
    );
  }
  if (count === 0) {
    return (
      <p class="muted bulk-bar">
        Select items with <kbd>x</kbd>, a range with <kbd>Shift</kbd>+<kbd>x</kbd>, to decide them together.
      </p>
    );
  }
  return (
    <div class="bulk-bar row" role="toolbar" aria-label="Decide the selected items">
      <strong>{count} selected</strong>
      {DECISIONS.map(({ decision, keys, title }) => (
        <Button key={decision} keys={keys} onClick={() => onDecide(decision)}>
          {title}
        </Button>
      ))}
      <Button kind="quiet" onClick={onClear}>
        Clear the selection
      </Button>
    </div>
  );
}
