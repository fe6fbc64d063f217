import { useState } from "preact/hooks";
import { Button } from "../../kit/button.tsx";
import { formatAbsolute } from "../../kit/format-time.ts";
import { LineChart } from "../../kit/line-chart.tsx";
import { Section } from "../../kit/section.tsx";
import type { Chart } from "./charts.ts";

export interface ChartFigureProps {
  readonly chart: Chart;
  readonly times: readonly number[];
  readonly formatTime: (time: number) => string;
}

/** A chart, or the same figures as a table. */
export function ChartFigure({ chart, times, formatTime }: ChartFigureProps) {
  const [asTable, setAsTable] = useState(false);
  const { title, series, format } = chart;
  const first = times[0] ?? 0;
  const last = times.at(-1) ?? 0;
  return (
    <Section
      title={title}
      aside={
        <Button
          kind="quiet"
          pressed={asTable}
          label={`${title}: as a table`}
          onClick={() => setAsTable(!asTable)}
        >
          Table
        </Button>
      }
    >
      {asTable ? (
        <FigureTable chart={chart} times={times} />
      ) : (
        <LineChart
          label={`${title}: ${series.map(({ name }) => name).join(", ")}, from ${formatAbsolute(first)} to ${formatAbsolute(last)}. The button Table shows the figures.`}
          times={times}
          series={series}
          format={format}
          formatTime={formatTime}
        />
      )}
    </Section>
  );
}

/** Newest first, without buckets in which nothing happened. */
function FigureTable({ chart, times }: Omit<ChartFigureProps, "formatTime">) {
  const { title, series, format } = chart;
  const rows = times
    .map((time, index) => ({ time, values: series.map(({ values }) => values[index] ?? null) }))
    .filter(({ values }) => values.some((value) => value !== null && value !== 0))
    .toReversed();
  return (
    <div class="figure-table" tabIndex={0} role="region" aria-label={`${title}: table`}>
      <table>
        <thead>
          <tr>
            <th scope="col">From</th>
            {series.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ time, values }) => (
            <tr key={time}>
              <th scope="row">{formatAbsolute(time)}</th>
              {values.map((value, index) => (
                <td key={series[index]?.name}>{value === null ? "–" : format(value)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
