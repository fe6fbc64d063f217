import { client } from "../../data/client.ts";
import { useQueryState } from "../../data/query-state.ts";
import { useCan } from "../../data/session.ts";
import { usePoll } from "../../data/use-poll.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { Button } from "../../kit/button.tsx";
import { PageHead } from "../../kit/page-head.tsx";
import { ForbiddenState } from "../../kit/state.tsx";
import { PolicyChoice } from "../review/queue-choice.tsx";
import { statsCsv } from "./csv.ts";
import { download } from "./download.ts";
import { RangeChoice } from "./range-choice.tsx";
import { rangeOf } from "./range.ts";
import { ReviewTiles } from "./review-tiles.tsx";
import { VerdictFigures } from "./verdict-figures.tsx";

const POLL_MS = 15_000;

/** An overview: what was judged, how fast, at what cost, and what reviewers decided. */
export function Page() {
  const [query, setQuery] = useQueryState();
  const can = useCan();
  const policyId = query["policy"] ?? "";
  const now = Date.now();
  const range = rangeOf(query, now);
  const mayRead = can("verdicts:read");
  const stats = usePoll(
    async (signal) => {
      // A named range moves forward with each poll.
      const { since, until } = rangeOf(query, Date.now());
      const times = { since, ...(until === null ? {} : { until }) };
      return (
        await client.call("getStats", {
          query: { ...times, ...(policyId === "" ? {} : { policy_id: policyId }) },
          signal,
        })
      ).data;
    },
    POLL_MS,
    [query["range"], query["since"], query["until"], policyId],
  );
  const exportCsv = (): void => {
    if (stats.data === undefined) return;
    download(`gavel-${stats.data.since.slice(0, 10)}.csv`, "text/csv", statsCsv(stats.data.data));
  };
  useKeys([{ keys: "c", words: "Export what is shown as CSV", run: exportCsv }]);
  return (
    <>
      <PageHead title="Overview">
        <PolicyChoice policyId={policyId} onChange={(policy) => setQuery({ policy })} />
        <Button
          keys="c"
          disabled={stats.data === undefined || stats.data.data.length === 0}
          onClick={exportCsv}
        >
          Export CSV
        </Button>
      </PageHead>
      <RangeChoice range={range} onChange={setQuery} />
      {mayRead ? <VerdictFigures stats={stats} /> : <ForbiddenState scope="verdicts:read" />}
      {can("reviews:read") && <ReviewTiles policyId={policyId} since={range.since} now={now} />}
    </>
  );
}
