import { Time } from "../../kit/time.tsx";
import {
  cachedTokens,
  completed,
  errorRate,
  meanEngine,
  meanWait,
  reusedShare,
  settled,
  type Share,
  type Stats,
  sumOf,
  violationRate,
} from "./figures.ts";
import { formatCount, formatMs, formatPercent } from "./formats.ts";
import { Tile } from "./tile.tsx";

/** The figures of the whole period. */
export function VerdictTiles({ stats }: { readonly stats: Stats }) {
  const sums = sumOf(stats.data);
  const { now } = stats;
  return (
    <dl class="tiles">
      <Tile name="Settled" value={formatCount(settled(sums))} href="/app/live">
        {formatCount(completed(sums))} judged
      </Tile>
      <Tile name="Violation rate" value={formatPercent(violationRate(sums)?.value ?? null)}>
        {interval(violationRate(sums))}
      </Tile>
      <Tile name="Not judged" value={formatPercent(errorRate(sums)?.value ?? null)}>
        {formatCount(sums.failed)} failed, {formatCount(sums.expired)} expired
      </Tile>
      <Tile name="Waiting now" value={formatCount(now.queued)}>
        {formatCount(now.running)} running
        {now.oldest_queued_at !== null && (
          <>
            , oldest <Time at={now.oldest_queued_at} />
          </>
        )}
      </Tile>
      <Tile name="Mean wait" value={formatMs(meanWait(sums))}>
        longest {formatMs(sums.started === 0 ? null : sums.max_queued_ms)}
      </Tile>
      <Tile name="Engine time" value={formatMs(meanEngine(sums))}>
        mean of {formatCount(sums.judged)}
      </Tile>
      <Tile
        name="Tokens"
        value={formatCount(sums.prompt_tokens + sums.reasoning_tokens + sums.completion_tokens)}
      >
        {formatCount(sums.prompt_tokens)} read, {formatPercent(cachedTokens(sums))} of them cached
      </Tile>
      <Tile name="Reused verdicts" value={formatPercent(reusedShare(sums))}>
        {formatCount(sums.reused)} of {formatCount(completed(sums))}
      </Tile>
    </dl>
  );
}

function interval(share: Share | null): string {
  return share === null
    ? "nothing judged"
    : `95 % between ${formatPercent(share.low)} and ${formatPercent(share.high)}`;
}
