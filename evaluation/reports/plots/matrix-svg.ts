import { type Markup, markup } from "../markup.ts";
import type { MatrixPlot } from "./plot.ts";
import { at, shortName, svg, text } from "./svg.ts";

/** With more labels a drawing is not readable; the table has all of them. */
const LABELS = 20;
const CELL = 44;
const LEFT = 190;
const TOP = 30;

/** A row is one expected label. The larger a cell's share of its row, the darker the cell. */
export function matrixSvg({ title, labels, counts }: MatrixPlot): Markup {
  const shown = labels.slice(0, LABELS);
  const cells = shown.flatMap((_, expected) => {
    const row = counts[expected]!;
    const total = row.reduce((sum, count) => sum + count, 0);
    return shown.map((__, judged) => cell(expected, judged, row[judged]!, total));
  });
  const names = shown.flatMap((label, index) => [
    text(LEFT - 8, TOP + CELL * (index + 0.5) + 4, shortName(label), "end"),
    text(LEFT + CELL * (index + 0.5), TOP - 8, [...label].slice(0, 6).join(""), "middle"),
  ]);
  const size = CELL * shown.length;
  return svg(title, LEFT + size + 10, TOP + size + 10, [...cells, ...names]);
}

function cell(expected: number, judged: number, count: number, total: number): Markup {
  const [x, y] = [LEFT + CELL * judged, TOP + CELL * expected];
  const opacity = total === 0 ? 0 : (0.7 * count) / total;
  return markup`<rect x="${at(x)}" y="${at(y)}" width="${CELL}" height="${CELL}" class="cell" fill-opacity="${opacity.toFixed(2)}"/><rect x="${at(x)}" y="${at(y)}" width="${CELL}" height="${CELL}" class="axis"/>${text(x + CELL / 2, y + CELL / 2 + 4, String(count), "middle")}`;
}
