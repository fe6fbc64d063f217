import { type Markup, markup } from "../markup.ts";
import type { ThresholdsPlot } from "./plot.ts";
import { at, text } from "./svg.ts";
import { LEGEND, unitSquare, x, y } from "./unit-square.ts";

/** A curve has a gap for each threshold at which its value is undefined. */
export function thresholdsSvg({ title, points }: ThresholdsPlot): Markup {
  const curve = (measure: "precision" | "recall", type: string): Markup => {
    let open = false;
    const steps = points.map((point) => {
      const value = point[measure];
      const step = value === null ? "" : `${open ? "L" : "M"}${at(x(point.threshold))} ${at(y(value))}`;
      open = value !== null;
      return step;
    });
    return markup`<path d="${steps.join("")}" class="line ${type}"/>`;
  };
  return unitSquare(title, "threshold", "", [
    curve("precision", "first"),
    curve("recall", "second"),
    text(LEGEND, y(1) + 4, "precision", "start", "first"),
    text(LEGEND, y(1) + 22, "recall", "start", "second"),
  ]);
}
