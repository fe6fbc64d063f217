import { createTwoFilesPatch, formatPatch } from "diff";

const CONTEXT_LINES = 3;

/**
 * The time to find the shortest diff grows with the square of the edits. Documents that differ more are shown whole.
 */
const MAX_EDITS = 1000;

/** A unified diff of two documents by lines; empty if they are equal. */
export function textDiff(from: NamedText, to: NamedText): string {
  if (from.text === to.text) return "";
  const options = { context: CONTEXT_LINES, maxEditLength: MAX_EDITS };
  return (
    createTwoFilesPatch(from.name, to.name, from.text, to.text, undefined, undefined, options) ??
    replacement(from, to)
  );
}

export interface NamedText {
  readonly name: string;
  readonly text: string;
}

function replacement(from: NamedText, to: NamedText): string {
  const [before, after] = [linesOf(from.text, "-"), linesOf(to.text, "+")];
  return formatPatch({
    oldFileName: from.name,
    newFileName: to.name,
    oldHeader: undefined,
    newHeader: undefined,
    hunks: [
      {
        oldStart: 1,
        oldLines: before.length,
        newStart: 1,
        newLines: after.length,
        lines: [...before, ...after],
      },
    ],
  });
}

function linesOf(text: string, sign: "-" | "+"): string[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line) => sign + line);
}
