/** An array, or anything that knows its length and can be read at a place. */
export interface Rows<Row> {
  readonly length: number;
  at(index: number): Row | undefined;
}
