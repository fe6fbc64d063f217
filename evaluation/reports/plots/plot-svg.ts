import type { Markup } from "../markup.ts";
import { intervalsSvg } from "./intervals-svg.ts";
import { matrixSvg } from "./matrix-svg.ts";
import type { Plot } from "./plot.ts";
import { reliabilitySvg } from "./reliability-svg.ts";
import { thresholdsSvg } from "./thresholds-svg.ts";

/** A plot as inline SVG, coloured by the classes of the page's style. */
export function plotSvg(plot: Plot): Markup {
  switch (plot.kind) {
    case "intervals":
      return intervalsSvg(plot);
    case "reliability":
      return reliabilitySvg(plot);
    case "thresholds":
      return thresholdsSvg(plot);
    case "matrix":
      return matrixSvg(plot);
  }
}
