import { useKeys } from "../../keys/use-keys.ts";
import { Button } from "../../kit/button.tsx";
import { Time } from "../../kit/time.tsx";

export interface BreakNoticeProps {
  /** Why a break is suggested now. */
  readonly reason: string;
  readonly onBreak: () => void;
  readonly onLater: () => void;
}

/** A suggestion that does not interrupt: it is announced once, and nothing stops. */
export function BreakNotice({ reason, onBreak, onLater }: BreakNoticeProps) {
  useKeys([{ keys: "b", words: "Take a break", run: onBreak }]);
  return (
    <div class="notice" role="status">
      <span>{reason} A few minutes away from the screen would do you good; the queue can wait.</span>
      <span class="row">
        <Button keys="b" onClick={onBreak}>
          Take a break
        </Button>
        <Button kind="quiet" onClick={onLater}>
          Later
        </Button>
      </span>
    </div>
  );
}

/** A page without content, during which no item is held. */
export function BreakView({ since, onGoOn }: { readonly since: number; readonly onGoOn: () => void }) {
  useKeys([{ keys: "Enter", words: "Continue reviewing", run: onGoOn }]);
  return (
    <div class="state">
      <h2>You are on a break</h2>
      <p>
        It began <Time at={new Date(since).toISOString()} />. No item is held for you, and none is shown. Look
        out of the window, stretch, talk to a colleague.
      </p>
      <Button kind="primary" keys="Enter" onClick={onGoOn}>
        Go on
      </Button>
    </div>
  );
}
