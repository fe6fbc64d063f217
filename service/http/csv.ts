/**
 * Returns one record of CSV (RFC 4180), with its CR LF. A spreadsheet would evaluate text that starts like a formula,
 * and the text is untrusted: such a cell is prefixed with an apostrophe (OWASP, CSV Injection).
 */
export function csvRecord(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
