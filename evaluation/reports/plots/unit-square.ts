import type { Markup } from "../markup.ts";
import { line, MARKS, svg, text } from "./svg.ts";

const SIZE = 320;
const LEFT = 60;
const TOP = 12;
const WIDTH = LEFT + SIZE + 150;
const HEIGHT = TOP + SIZE + 44;

/** Positions in a plot whose axes are from 0 to 1. */
export const x = (value: number): number => LEFT + value * SIZE;
export const y = (value: number): number => TOP + (1 - value) * SIZE;
/** To the right of the plot. */
export const LEGEND = LEFT + SIZE + 12;

/** A square plot whose axes are from 0 to 1. */
export function unitSquare(title: string, across: string, up: string, parts: readonly Markup[]): Markup {
  const grid = MARKS.flatMap((mark) => [
    line(x(mark), y(0), x(mark), y(1), "axis"),
    line(x(0), y(mark), x(1), y(mark), "axis"),
    text(x(mark), y(0) + 16, String(mark), "middle", "dim"),
    text(x(0) - 6, y(mark) + 4, String(mark), "end", "dim"),
  ]);
  const names = [
    text(x(0.5), HEIGHT - 6, across, "middle", "dim"),
    text(LEGEND, y(1) + 4, up, "start", "dim"),
  ];
  return svg(title, WIDTH, HEIGHT, [...grid, ...names, ...parts]);
}
