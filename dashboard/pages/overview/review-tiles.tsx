import { client } from "../../data/client.ts";
import { usePoll } from "../../data/use-poll.ts";
import { Loaded } from "../../kit/loaded.tsx";
import { Section } from "../../kit/section.tsx";
import { Time } from "../../kit/time.tsx";
import { backlogOf } from "../review/backlog.ts";
import { formatCount, formatPercent } from "./formats.ts";
import { Tile } from "./tile.tsx";

const POLL_MS = 30_000;
const DAY_MS = 24 * 3_600_000;
const MAX_DAYS = 366;

export interface ReviewTilesProps {
  /** Empty: all. */
  readonly policyId: string;
  /** ISO 8601. Counts decisions since this day. */
  readonly since: string;
  readonly now: number;
}

/** The items that wait for reviewers, and how often they agree with the model and with each other. */
export function ReviewTiles({ policyId, since, now }: ReviewTilesProps) {
  const days = Math.max(1, Math.min(MAX_DAYS, Math.ceil((now - Date.parse(since)) / DAY_MS)));
  const stats = usePoll(
    async (signal) =>
      (
        await client.call("getReviewStats", {
          query: { days, ...(policyId === "" ? {} : { policy_id: policyId }) },
          signal,
        })
      ).data,
    POLL_MS,
    [policyId, days],
  );
  return (
    <Section
      title="Reviews"
      aside={<span class="muted">Decisions of the last {days === 1 ? "day" : `${days} days`}</span>}
    >
      <Loaded resource={stats} scope="reviews:read" what="the review figures">
        {({ queues, decisions, second_reviewer: second, sample }) => {
          const backlog = backlogOf(queues);
          const decided = decisions.agree + decisions.overturn;
          return (
            <dl class="tiles">
              <Tile
                name="Backlog"
                value={formatCount(backlog.waiting + backlog.escalated)}
                href="/app/review/queue"
              >
                {backlog.oldestAt === null ? (
                  "nothing is waiting"
                ) : (
                  <>
                    {formatCount(backlog.escalated)} escalated, oldest <Time at={backlog.oldestAt} />
                  </>
                )}
              </Tile>
              <Tile name="Decided" value={formatCount(decided + decisions.unsure)}>
                {formatCount(decisions.overturn)} overturned, {formatCount(decisions.unsure)} unsure
              </Tile>
              <Tile name="Agreement of two reviewers" value={formatPercent(second.agreement)}>
                {second.kappa_violation === null
                  ? `${formatCount(second.items)} items`
                  : `kappa ${second.kappa_violation.toFixed(2)}, ${formatCount(second.items)} items`}
              </Tile>
              <Tile name="Wrong verdicts in samples" value={formatPercent(sample.overturned_share)}>
                {sample.low === null || sample.high === null
                  ? "no sampled verdict reviewed yet"
                  : `95 % between ${formatPercent(sample.low)} and ${formatPercent(sample.high)}`}
              </Tile>
            </dl>
          );
        }}
      </Loaded>
    </Section>
  );
}
