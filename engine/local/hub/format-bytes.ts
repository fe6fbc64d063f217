const UNITS = ["bytes", "kB", "MB", "GB", "TB", "PB"] as const;

/** Formats a size such as `13.76 GB`: decimal units, at least three significant digits. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  if (unit === 0) return `${bytes} bytes`;
  return `${value.toFixed(value < 100 ? 2 : 0)} ${UNITS[unit]}`;
}
