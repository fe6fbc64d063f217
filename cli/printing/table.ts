/** Columns aligned on the left, two spaces apart; `header` in capitals above. Cells hold no colours. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header.map((name) => name.toUpperCase()), ...rows];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => width(line[column] ?? ""))));
  return lines.map((line) => `${alignRow(line, widths)}\n`).join("");
}

/** One line of a table whose widths are known beforehand; longer cells push the rest to the right. */
export function alignRow(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, column) => cell + " ".repeat(Math.max(0, (widths[column] ?? 0) - width(cell))))
    .join("  ")
    .trimEnd();
}

/** `name  value` lines, indented by two; a value of several lines stays in its column. */
export function formatFields(fields: readonly (readonly [name: string, value: string])[]): string {
  const widest = Math.max(0, ...fields.map(([name]) => name.length));
  return fields
    .map(([name, value]) => {
      const indent = `\n${" ".repeat(widest + 4)}`;
      return `  ${name.padEnd(widest)}  ${value.replaceAll("\n", indent)}\n`;
    })
    .join("");
}

function width(text: string): number {
  return [...text].length;
}
