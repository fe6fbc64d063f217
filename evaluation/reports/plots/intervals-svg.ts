import { type Markup, markup } from "../markup.ts";
import type { IntervalsPlot } from "./plot.ts";
import { at, line, MARKS, shortName, svg, text } from "./svg.ts";

const LEFT = 190;
const SPAN = 400;
const ROW = 16;
const TOP = 26;
const COLOURS = ["first", "second"] as const;

/** A point with its interval for each value; a line across the row is the target. */
export function intervalsSvg({ title, series, rows }: IntervalsPlot): Markup {
  const x = (value: number): number => LEFT + Math.min(1, Math.max(0, value)) * SPAN;
  const pitch = ROW * series.length + 8;
  const bottom = TOP + pitch * rows.length;
  const grid = MARKS.flatMap((mark) => [
    line(x(mark), TOP, x(mark), bottom, "axis"),
    text(x(mark), bottom + 16, String(mark), "middle", "dim"),
  ]);
  const legend = series.map((name, at) => text(LEFT + at * 110, 14, name, "start", COLOURS[at]!));
  const parts = rows.flatMap(({ name, values, bound }, row) => {
    const top = TOP + pitch * row;
    const points = values.flatMap(({ value, interval }, at) => {
      if (value === null) return [];
      const y = top + ROW * (at + 0.5) + 4;
      return point(x(value), interval === null ? null : [x(interval.low), x(interval.high)], y, COLOURS[at]!);
    });
    return [
      text(LEFT - 8, top + pitch / 2 + 4, shortName(name), "end"),
      ...(bound === null ? [] : [line(x(bound), top + 2, x(bound), top + pitch - 2, "bound")]),
      ...points,
    ];
  });
  return svg(title, LEFT + SPAN + 30, bottom + 24, [...grid, ...legend, ...parts]);
}

function point(x: number, range: readonly [number, number] | null, y: number, colour: string): Markup[] {
  return [
    ...(range === null ? [] : [line(range[0], y, range[1], y, colour)]),
    markup`<circle cx="${at(x)}" cy="${at(y)}" r="4" class="${colour}"/>`,
  ];
}
