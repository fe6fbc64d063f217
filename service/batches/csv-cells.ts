/**
 * Splits one record of RFC 4180 into cells. Null if text follows a closing quote, or a quote is never closed. A quote
 * in a cell that does not start with one is an ordinary character.
 */
export function csvCells(record: string, delimiter = ","): readonly string[] | null {
  const cells: string[] = [];
  let index = 0;
  for (;;) {
    if (record[index] === '"') {
      let cell = "";
      for (;;) {
        const end = record.indexOf('"', index + 1);
        if (end === -1) return null;
        cell += record.slice(index + 1, end);
        index = end + 1;
        if (record[index] !== '"') break;
        cell += '"';
      }
      cells.push(cell);
    } else {
      const next = record.indexOf(delimiter, index);
      const end = next === -1 ? record.length : next;
      cells.push(record.slice(index, end));
      index = end;
    }
    if (index === record.length) return cells;
    if (record[index] !== delimiter) return null;
    index += 1;
  }
}
