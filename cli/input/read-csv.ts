import { Readable } from "node:stream";
import { parse, CsvError } from "csv-parse";
import { CliError, UsageError } from "../cli-error.ts";
import type { Row } from "../judging/items.ts";

export interface CsvColumns {
  /** A 0-based number, or a name from the header row. */
  readonly content: string;
  readonly id?: string;
  /** Whether the first row holds column names. A column given by name implies it. */
  readonly header: boolean;
  readonly delimiter: string;
}

interface ParsedRow {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

const MAX_EXTERNAL_ID_CHARACTERS = 256;

/**
 * Reads CSV (RFC 4180) with rows of any length. A row with an empty or missing content cell is reported as skipped.
 * Throws UsageError for a column that the header does not have, CliError if the text is not CSV.
 */
export async function* readCsv(source: AsyncIterable<string>, columns: CsvColumns): AsyncGenerator<Row> {
  const parser = parse({
    bom: true,
    delimiter: columns.delimiter,
    info: true,
    relax_column_count: true,
    // Line breaks inside quotes belong to the cell; those between rows may be of any kind.
    record_delimiter: ["\r\n", "\n", "\r"],
    skip_empty_lines: true,
  });
  const rows: AsyncIterable<ParsedRow> = Readable.from(source)
    .on("error", (error) => parser.destroy(error))
    .pipe(parser);
  const named = [columns.content, columns.id].some((column) => column !== undefined && !isNumber(column));
  let columnsAt: { content: number; id: number | null } | null = null;
  // The parser counts a CR LF inside quotes as two lines.
  let counted = 0;
  try {
    for await (const { record: cells, info } of rows) {
      const { breaks, pairs } = countBreaks(cells);
      const line = info.lines - breaks - pairs - counted;
      counted += pairs;
      if (columnsAt === null) {
        const isHeader = columns.header || named;
        columnsAt = findColumns(columns, isHeader ? cells : []);
        if (isHeader) continue;
      }
      yield readRow(cells, columnsAt, line);
    }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new CliError(`the text is not valid CSV near line ${parser.info.lines} (${cause.code})`, { cause });
  }
}

function readRow(
  cells: readonly string[],
  columnsAt: { content: number; id: number | null },
  line: number,
): Row {
  const content = cells[columnsAt.content] ?? "";
  if (content.trim() === "") return { line, skipped: "no content" };
  const id = columnsAt.id === null ? "" : (cells[columnsAt.id] ?? "").trim();
  if ([...id].length > MAX_EXTERNAL_ID_CHARACTERS) {
    return { line, fault: `the id is longer than ${MAX_EXTERNAL_ID_CHARACTERS} characters` };
  }
  return { line, content, ...(id === "" ? {} : { externalId: id }) };
}

function findColumns({ content, id, delimiter }: CsvColumns, header: readonly string[]) {
  const find = (option: string, column: string): number => {
    if (isNumber(column)) return Number(column);
    const index = header.findIndex((name) => name.trim().toLowerCase() === column.toLowerCase());
    if (index === -1) throw new UsageError(`${option}: ${missingColumn(header, delimiter)}`);
    return index;
  };
  return {
    content: find("--content-column", content),
    id: id === undefined ? null : find("--id-column", id),
  };
}

function missingColumn(header: readonly string[], delimiter: string): string {
  const other = [",", ";", "\t", "|"].find((mark) => mark !== delimiter && header[0]?.includes(mark));
  if (header.length !== 1 || other === undefined) {
    return "the first row has no column of this name; use one of its names, or a column number that starts at 0";
  }
  const mark = other === "\t" ? "tab" : `'${other}'`;
  return `the first row has only one cell; if the separator is ${mark}, use --delimiter ${mark}`;
}

function isNumber(column: string): boolean {
  return /^\d{1,4}$/.test(column);
}

/** Line breaks inside cells, and how many of them are CR LF. */
function countBreaks(cells: readonly string[]): { breaks: number; pairs: number } {
  const found = cells.flatMap((cell) => cell.match(/\r\n|\n|\r/g) ?? []);
  return { breaks: found.length, pairs: found.filter((text) => text === "\r\n").length };
}
