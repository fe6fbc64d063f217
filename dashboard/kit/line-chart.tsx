import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { type ChartSeries, scaleTo, spreadLabels } from "./chart-scale.ts";

export interface LineChartProps {
  /** What it shows, for screen readers; the figures themselves are in a table next to it. */
  readonly label: string;
  /** Milliseconds since the epoch. */
  readonly times: readonly number[];
  readonly series: readonly ChartSeries[];
  readonly format: (value: number) => string;
  readonly formatTime: (time: number) => string;
}

const HEIGHT = 180;
const PAD = { top: 10, bottom: 22, left: 72 };
const LABEL_WIDTH = 132;
const LABEL_GAP = 16;
/** Lines are told apart by their dashes, and by the names at their ends. */
const DASHES = ["", "7 4", "2 3", "10 3 2 3", "4 2", "1 5"] as const;

/** Lines over time. Nothing depends on colour, and it keeps its size in any theme, zoom or print. */
export function LineChart({ label, times, series, format, formatTime }: LineChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [pointed, setPointed] = useState<number | null>(null);
  useLayoutEffect(() => {
    const measure = (): void => setWidth(box.current?.clientWidth ?? 0);
    measure();
    const observer = new ResizeObserver(measure);
    if (box.current !== null) observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  const inner = {
    width: Math.max(40, width - PAD.left - LABEL_WIDTH),
    height: HEIGHT - PAD.top - PAD.bottom,
  };
  const all = series.flatMap(({ values, band }) => [
    ...values.map((value) => value ?? 0),
    ...(band ?? []).map((interval) => interval?.high ?? 0),
  ]);
  const scale = scaleTo(Math.max(0, ...all));
  const x = (index: number): number => PAD.left + (inner.width * index) / Math.max(1, times.length - 1);
  const y = (value: number): number => PAD.top + inner.height * (1 - value / scale.max);
  const ends = series.map(({ values }) => y(values.findLast((value) => value !== null) ?? 0));
  const labels = spreadLabels(ends, LABEL_GAP, PAD.top + inner.height);
  const point = (event: PointerEvent): void => {
    const left = box.current?.getBoundingClientRect().left ?? 0;
    const share = (event.clientX - left - PAD.left) / inner.width;
    setPointed(Math.max(0, Math.min(times.length - 1, Math.round(share * (times.length - 1)))));
  };
  const last = times.length - 1;
  const timeTicks = [0, Math.floor(last / 2), last].filter(
    (value, index, ticks) => ticks.indexOf(value) === index,
  );
  return (
    <div class="chart" ref={box} onPointerMove={point} onPointerLeave={() => setPointed(null)}>
      {width > 0 && (
        <svg width={width} height={HEIGHT} role="img" aria-label={label}>
          {scale.ticks.map((tick) => (
            <g key={tick}>
              <line class="chart-grid" x1={PAD.left} x2={PAD.left + inner.width} y1={y(tick)} y2={y(tick)} />
              <text class="chart-tick" x={PAD.left - 6} y={y(tick) + 4} text-anchor="end">
                {format(tick)}
              </text>
            </g>
          ))}
          {timeTicks.map((index) => (
            <text
              key={index}
              class="chart-tick"
              x={x(index)}
              y={HEIGHT - 4}
              text-anchor={index === 0 ? "start" : index === last ? "end" : "middle"}
            >
              {formatTime(times[index] ?? 0)}
            </text>
          ))}
          {series.map(({ name, values, band }, index) => (
            <g key={name} class="chart-series" data-series={index % DASHES.length}>
              {band !== undefined && <path class="chart-band" d={bandPath(band, x, y)} />}
              <path
                class="chart-line"
                stroke-dasharray={DASHES[index % DASHES.length]}
                d={linePath(values, x, y)}
              />
              <line
                class="chart-line"
                stroke-dasharray={DASHES[index % DASHES.length]}
                x1={PAD.left + inner.width + 4}
                x2={PAD.left + inner.width + 22}
                y1={labels[index]}
                y2={labels[index]}
              />
              <text class="chart-name" x={PAD.left + inner.width + 26} y={(labels[index] ?? 0) + 4}>
                {name.length > 14 ? `${name.slice(0, 13)}…` : name}
              </text>
            </g>
          ))}
          {pointed !== null && (
            <line
              class="chart-pointer"
              x1={x(pointed)}
              x2={x(pointed)}
              y1={PAD.top}
              y2={PAD.top + inner.height}
            />
          )}
        </svg>
      )}
      <p class="chart-values muted tabular" aria-hidden="true">
        {pointed === null
          ? "Point at the chart to read its values, or open the table."
          : [
              formatTime(times[pointed] ?? 0),
              ...series.map(({ name, values }) => {
                const value = values[pointed] ?? null;
                return `${name} ${value === null ? "unknown" : format(value)}`;
              }),
            ].join(" · ")}
      </p>
    </div>
  );
}

type Place = (value: number) => number;

/** A gap for an unknown value; a value between gaps becomes a short line. */
function linePath(values: readonly (number | null)[], x: Place, y: Place): string {
  return values
    .map((value, index) => {
      if (value === null) return "";
      const isFirst = (values[index - 1] ?? null) === null;
      const at = `${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
      return isFirst ? `M${at}h.1` : `L${at}`;
    })
    .join("");
}

function bandPath(band: NonNullable<ChartSeries["band"]>, x: Place, y: Place): string {
  const known = band.flatMap((interval, index) => (interval === null ? [] : [{ ...interval, index }]));
  if (known.length < 2) return "";
  const at = (index: number, value: number): string => `${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
  const upper = known.map(({ index, high }) => at(index, high));
  const lower = known.toReversed().map(({ index, low }) => at(index, low));
  return `M${[...upper, ...lower].join("L")}Z`;
}
