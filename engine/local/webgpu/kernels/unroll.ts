/** Writes code once for each index below `count`: a loop that is unrolled whatever the compiler does. */
export function unroll(count: number, code: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => code(index)).join("\n  ");
}
