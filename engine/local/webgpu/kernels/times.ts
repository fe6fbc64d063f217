/** Code written out once for each number below `count`: an unrolled loop, whatever the compiler would have made of it. */
export function times(count: number, code: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => code(index)).join("\n  ");
}
