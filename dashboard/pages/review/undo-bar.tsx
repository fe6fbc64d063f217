import { useKeys } from "../../keys/use-keys.ts";
import { Button } from "../../kit/button.tsx";
import { useCountdown } from "../../kit/use-countdown.ts";

export interface UndoBarProps {
  /** What was done, such as "Agreed". */
  readonly words: string;
  readonly until: number;
  readonly onUndo: () => void;
}

/** Undoes the last decision while that is possible, and shows for how long it is. */
export function UndoBar({ words, until, onUndo }: UndoBarProps) {
  const left = useCountdown(until);
  const possible = left > 0;
  useKeys(possible ? [{ keys: "z", words: "Undo the last decision", run: onUndo }] : []);
  if (!possible) return null;
  return (
    <span class="row undo-bar">
      <span role="status">{words}.</span>
      <Button keys="z" onClick={onUndo}>
        Undo
      </Button>
      <span class="muted tabular" aria-hidden="true">
        {left} s
      </span>
    </span>
  );
}
