import { duration } from "./duration.ts";

/** Before this there is nothing to say: a first piece comes at any speed. */
const FIRST_MS = 1000;

/** `310 MB/s, 45 s left`, from the average so far; empty while that would be a guess. */
export function rateAndTimeLeft(doneBytes: number, totalBytes: number, elapsedMs: number): string {
  if (elapsedMs < FIRST_MS || doneBytes === 0) return "";
  const bytesPerSecond = (1000 * doneBytes) / elapsedMs;
  const rate = `${Math.round(bytesPerSecond / 1e6)} MB/s`;
  return doneBytes < totalBytes
    ? `${rate}, ${duration((totalBytes - doneBytes) / bytesPerSecond)} left`
    : rate;
}
