export interface ChartSeries {
  readonly name: string;
  /** One for each time; null: unknown. */
  readonly values: readonly (number | null)[];
  /** Drawn as an area, such as the interval of an estimate. */
  readonly band?: readonly ({ readonly low: number; readonly high: number } | null)[];
}

/** From a value to its position in a chart. */
export interface ChartScale {
  readonly max: number;
  /** Values with a line and a label. */
  readonly ticks: readonly number[];
}

const TICKS = 4;

/** A scale from 0 that includes every value, with round numbers on it. */
export function scaleTo(largest: number): ChartScale {
  if (!(largest > 0)) return { max: 1, ticks: [0, 1] };
  const rough = largest / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? 10 * power;
  const count = Math.ceil(largest / step - 1e-9);
  return { max: step * count, ticks: Array.from({ length: count + 1 }, (_, index) => index * step) };
}

/** Moves labels apart that would overlap, in the order of their positions, within the height of the chart. */
export function spreadLabels(places: readonly number[], gap: number, height: number): readonly number[] {
  const order = places.map((_, index) => index).toSorted((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  const spread = [...places];
  let last = -Infinity;
  for (const index of order) {
    last = Math.max(places[index] ?? 0, last + gap);
    spread[index] = last;
  }
  const over = Math.max(0, last - height);
  if (over === 0) return spread;
  let next = height + gap;
  for (const index of order.toReversed()) {
    next = Math.min(spread[index] ?? 0, next - gap);
    spread[index] = next;
  }
  return spread;
}
