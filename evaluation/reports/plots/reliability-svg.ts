import { type Markup, markup } from "../markup.ts";
import type { ReliabilityPlot } from "./plot.ts";
import { at, line } from "./svg.ts";
import { unitSquare, x, y } from "./unit-square.ts";

/** Circles grow with the number of items. */
export function reliabilitySvg({ title, bins }: ReliabilityPlot): Markup {
  const most = Math.max(1, ...bins.map(({ items }) => items));
  const circles = bins.map(
    ({ mean_score: score, violations, items }) =>
      markup`<circle cx="${at(x(score))}" cy="${at(y(violations))}" r="${at(3 + 7 * Math.sqrt(items / most))}" class="second" fill-opacity="0.6"><title>${items} items, mean score ${score.toFixed(3)}, violations ${violations.toFixed(3)}</title></circle>`,
  );
  const diagonal = line(x(0), y(0), x(1), y(1), "axis");
  return unitSquare(title, "mean score", "share of violations", [diagonal, ...circles]);
}
