/** "3.2 %"; never rounded to 0 or 100, which would say none or all. */
export function formatPercent(share: number): string {
  const percent = share * 100;
  if (share > 0 && percent < 0.05) return "<0.1 %";
  if (share < 1 && percent > 99.95) return ">99.9 %";
  return `${percent.toFixed(percent === 0 || percent === 100 ? 0 : 1)} %`;
}

const COUNT = new Intl.NumberFormat("en");

/** "12,345" */
export function formatCount(count: number): string {
  return COUNT.format(count);
}
