import { type Markup, markup } from "../markup.ts";

/** The marks of an axis from 0 to 1. */
export const MARKS = [0, 0.25, 0.5, 0.75, 1] as const;

/** A drawing with a description for people who cannot see it. */
export function svg(title: string, width: number, height: number, parts: readonly Markup[]): Markup {
  return markup`<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${title}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${parts}</svg>`;
}

/** A coordinate with one decimal. */
export function at(value: number): string {
  return String(Math.round(value * 10) / 10);
}

export function text(
  x: number,
  y: number,
  words: string,
  anchor: "start" | "middle" | "end",
  type = "",
): Markup {
  return markup`<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}" class="${type}">${words}</text>`;
}

export function line(x1: number, y1: number, x2: number, y2: number, type: string): Markup {
  return markup`<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" class="${type}"/>`;
}

/** A name for a plot, shortened to fit. */
export function shortName(name: string): string {
  const characters = [...name];
  return characters.length > 24 ? `${characters.slice(0, 23).join("")}…` : name;
}
