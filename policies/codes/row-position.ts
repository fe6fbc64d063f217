import { definitionAtStart, wholeCode } from "./code-position.ts";
import { type FoundDefinition, found } from "./definition.ts";
import type { PolicyLine } from "./policy-lines.ts";
import type { Steps } from "./steps.ts";
import { titleFrom, wholeTitle } from "./title.ts";

/** Columns that hold the codes of a table's rows. */
const CODE_COLUMNS = new Set([
  "code",
  "codes",
  "id",
  "key",
  "ref",
  "rule",
  "category code",
  "kode",
  "código",
  "codice",
  "код",
]);

/** Columns for exceptions or consequences. They do not name a category, so their cells are not titles. */
const OTHER_COLUMNS = new Set(
  "exception exceptions except unless conditions condition example examples notes note action actions allowed allowed?".split(
    " ",
  ),
);

/** The codes that a table's row defines: in its first cell with words, or in the column for codes. */
export function definitionsInRow(line: PolicyLine, steps: Steps): FoundDefinition[] {
  const { cells, columns } = line;
  const first = cells.findIndex((cell) => cell !== "" && !isNumber(cell));
  if (first === -1) return [];
  const atFirst = definitionAtStart(cells[first] ?? "", { ...line, kind: "item" }, steps, true);
  if (atFirst !== null && atFirst.length > 0) {
    const column = columns[first] ?? null;
    const next = titleCell(line, first + 1);
    return atFirst.map((definition) => ({ ...withTitleFrom(definition, next), column }));
  }
  return cells.flatMap((cell, index) => {
    if (index === first) return [];
    const code = wholeCode(cell, steps);
    const isCodeColumn = CODE_COLUMNS.has(columnName(line, index));
    if (code === null || !(code.includes(".") || isCodeColumn)) return [];
    const title = isCodeColumn ? (cells[first] ?? "") : "";
    return [{ ...found(code, title, { strong: true }), column: columns[index] ?? null }];
  });
}

/** The first cell from `start` on that may name the category. */
function titleCell(line: PolicyLine, start: number): string {
  const index = line.cells.findIndex(
    (cell, at) => at >= start && cell !== "" && !OTHER_COLUMNS.has(columnName(line, at)),
  );
  return line.cells[index] ?? "";
}

function columnName({ columns }: PolicyLine, index: number): string {
  return (columns[index] ?? "").toLowerCase().replaceAll("*", "");
}

function withTitleFrom(definition: FoundDefinition, next: string): FoundDefinition {
  const own = definition.title !== null;
  return {
    ...definition,
    title: definition.title ?? titleFrom(next),
    whole: own ? definition.whole : wholeTitle(next),
    strong: definition.strong || !own,
  };
}

function isNumber(cell: string): boolean {
  return (
    cell.length <= 4 && cell !== "" && [...cell].every((character) => character >= "0" && character <= "9")
  );
}
