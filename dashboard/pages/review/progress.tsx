import { client } from "../../data/client.ts";
import { usePoll } from "../../data/use-poll.ts";
import { Time } from "../../kit/time.tsx";
import { backlogOf } from "./backlog.ts";
import type { Tally } from "./tally.ts";

const POLL_MS = 30_000;

/** What this reviewer did, and how many items are waiting. */
export function Progress({ tally, policyId }: { readonly tally: Tally; readonly policyId: string }) {
  const stats = usePoll(
    async (signal) =>
      (
        await client.call("getReviewStats", {
          query: { days: 1, ...(policyId === "" ? {} : { policy_id: policyId }) },
          signal,
        })
      ).data,
    POLL_MS,
    [policyId, tally.decided],
  );
  const backlog = stats.data === undefined ? null : backlogOf(stats.data.queues);
  return (
    <p class="tally muted">
      <span>
        {tally.decided} decided{tally.overturned > 0 && `, ${tally.overturned} of them overturned`}
      </span>
      {backlog !== null && (
        <span>
          {backlog.waiting} waiting{backlog.escalated > 0 && `, ${backlog.escalated} escalated`}
        </span>
      )}
      {backlog?.oldestAt !== null && backlog !== null && (
        <span>
          oldest <Time at={backlog.oldestAt} />
        </span>
      )}
    </p>
  );
}
