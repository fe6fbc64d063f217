import { useKeys } from "../../keys/use-keys.ts";
import { Button } from "../../kit/button.tsx";
import { EmptyState } from "../../kit/state.tsx";
import type { LostReason } from "./lost-reason.ts";

/** The item is no longer held by this reviewer. */
export function LostView({ reason, onNext }: { readonly reason: LostReason; readonly onNext: () => void }) {
  useKeys([{ keys: "Enter", words: "Next item", run: onNext }]);
  return (
    <div class="state" role="alert">
      <h2>{reason.title}</h2>
      <p>{reason.words}</p>
      <Button kind="primary" keys="Enter" onClick={onNext}>
        Next item
      </Button>
    </div>
  );
}

export interface QueueEmptyProps {
  readonly escalated: boolean;
  readonly policyId: string;
  readonly onRetry: () => void;
}

/** No item is waiting for this reviewer. */
export function QueueEmpty({ escalated, policyId, onRetry }: QueueEmptyProps) {
  useKeys([{ keys: "Enter", words: "Look for the next item again", run: onRetry }]);
  return (
    <div class="stack">
      <EmptyState title="Nothing is waiting for you" command={`gavel review decide ID agree`}>
        {escalated
          ? "No escalated item is waiting. Items appear here when a person escalates one, or when two people disagree."
          : `Verdicts ${policyId === "" ? "" : "of this policy "}appear here when a review rule of their policy selects them, when a person complains, or when you open a review of any verdict. An item that you decided before waits for another person.`}
      </EmptyState>
      <div class="row">
        <Button keys="Enter" onClick={onRetry}>
          Look again
        </Button>
        <a href="/app/review/queue">Open the whole queue</a>
      </div>
    </div>
  );
}
