/**
 * One record of CSV (RFC 4180), CR LF included. A spreadsheet takes a text that begins like a formula for
 * one, and these texts are strangers': such a cell gets an apostrophe in front (OWASP, CSV Injection).
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
