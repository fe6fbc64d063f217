export interface Column {
  readonly name: string;
  readonly width: number;
}

/** A table printed row by row, with its header before the first row. Cells must not contain colour codes. */
export class TableWriter {
  readonly #columns: readonly Column[];
  readonly #write: (text: string) => void;
  #hasHeader = false;

  constructor(columns: readonly Column[], write: (text: string) => void) {
    this.#columns = columns;
    this.#write = write;
  }

  /** A cell that is wider than its column pushes the rest to the right. */
  row(cells: readonly string[]): void {
    this.#header();
    this.#line(cells);
  }

  /** Prints the header even if there are no rows. */
  end(): void {
    this.#header();
  }

  #header(): void {
    if (this.#hasHeader) return;
    this.#hasHeader = true;
    this.#line(this.#columns.map(({ name }) => name.toUpperCase()));
  }

  #line(cells: readonly string[]): void {
    const padded = cells.map((cell, index) => pad(cell, this.#columns[index]?.width ?? 0));
    this.#write(`${padded.join("  ").trimEnd()}\n`);
  }
}

/** A table whose columns are as wide as their widest cell. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const columns = header.map((name, index) => ({
    name,
    width: Math.max(...[name, ...rows.map((row) => row[index] ?? "")].map(widthOf)),
  }));
  let text = "";
  const table = new TableWriter(columns, (line) => (text += line));
  for (const row of rows) table.row(row);
  table.end();
  return text;
}

/** Lines of `name  value`, indented by two; a value of several lines stays in its column. */
export function formatFields(fields: readonly (readonly [name: string, value: string])[]): string {
  const widest = Math.max(0, ...fields.map(([name]) => name.length));
  const indent = `\n${" ".repeat(widest + 4)}`;
  return fields
    .map(([name, value]) => `  ${name.padEnd(widest)}  ${value.replaceAll("\n", indent)}\n`)
    .join("");
}

function pad(cell: string, width: number): string {
  return cell + " ".repeat(Math.max(0, width - widthOf(cell)));
}

function widthOf(text: string): number {
  return [...text].length;
}
