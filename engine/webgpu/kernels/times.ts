/** Code that is written out once for each number below `count`: a loop that no compiler must unroll. */
export function times(count: number, code: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => code(index)).join("\n  ");
}
