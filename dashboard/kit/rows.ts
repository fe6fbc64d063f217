/** An array, or any other list with a length that can be read by index. */
export interface Rows<Row> {
  readonly length: number;
  at(index: number): Row | undefined;
}
