import type { Resource } from "../../data/use-resource.ts";
import { Loaded } from "../../kit/loaded.tsx";
import { EmptyState } from "../../kit/state.tsx";
import { ChartFigure } from "./chart-figure.tsx";
import { chartsOf } from "./charts.ts";
import { bucketsOf, policiesOf, type Stats } from "./figures.ts";
import { axisTime } from "./formats.ts";
import { VerdictTiles } from "./verdict-tiles.tsx";

/** What was judged in the period. */
export function VerdictFigures({ stats }: { readonly stats: Resource<Stats> }) {
  return (
    <Loaded resource={stats} scope="verdicts:read" what="the figures">
      {(data) => (
        <>
          <VerdictTiles stats={data} />
          {data.data.length === 0 ? (
            <EmptyState
              title="Nothing was judged in this period"
              command={`gavel classify --policy spam "WIN a FREE phone, click here!!!"`}
            >
              Choose a longer period, or send something to be judged: it appears here as soon as it settles.
            </EmptyState>
          ) : (
            <Charts stats={data} />
          )}
        </>
      )}
    </Loaded>
  );
}

function Charts({ stats }: { readonly stats: Stats }) {
  const buckets = bucketsOf(stats);
  const times = buckets.map(({ start }) => start);
  const formatTime = axisTime(Date.parse(stats.until) - Date.parse(stats.since));
  return (
    <div class="charts">
      {chartsOf(buckets, policiesOf(stats.data)).map((chart) => (
        <ChartFigure key={chart.title} chart={chart} times={times} formatTime={formatTime} />
      ))}
    </div>
  );
}
