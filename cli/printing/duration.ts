/** A measured time: `1.58 s`. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

/** An estimated time: `45 s`, `12 min`, `3.5 h`. */
export function duration(inSeconds: number): string {
  if (inSeconds < 90) return `${Math.ceil(inSeconds)} s`;
  return inSeconds < 5400 ? `${Math.round(inSeconds / 60)} min` : `${(inSeconds / 3600).toFixed(1)} h`;
}
