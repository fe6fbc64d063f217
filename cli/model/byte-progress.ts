import { formatBytes } from "../../engine/local/hub/format-bytes.ts";
import type { CliIo } from "../cli-io.ts";
import { duration } from "../printing/duration.ts";
import { ProgressLine } from "../printing/progress-line.ts";

/** The rate is measured over this time, since the speed of a network changes within an hour. */
const WINDOW_MS = 10_000;
/** Over a shorter time the rate would be a guess. */
const MIN_WINDOW_MS = 1000;

export interface Bytes {
  readonly done: number;
  readonly total: number;
  /** The part of `done` that this run has moved, if some of it was there before. */
  readonly moved?: number;
}

interface Sample {
  readonly at: number;
  readonly moved: number;
}

/** Shows how much of a transfer or a file is done, how fast it is, and how long the rest takes. */
export class ByteProgress {
  readonly #line: ProgressLine;
  #samples: Sample[] = [];

  constructor(io: Pick<CliIo, "err" | "interactive">) {
    this.#line = new ProgressLine(io);
  }

  show(step: string, bytes: Bytes): void {
    this.#line.show(step, (now) => progressText(step, bytes, this.#rate(now, bytes.moved ?? bytes.done)));
  }

  note(message: string): void {
    this.#line.note(message);
  }

  clear(): void {
    this.#line.clear();
  }

  /** Bytes per second, or null while it is unknown. */
  #rate(at: number, moved: number): number | null {
    this.#samples.push({ at, moved });
    while (this.#samples.length > 2 && at - this.#samples[1]!.at >= WINDOW_MS) this.#samples.shift();
    const first = this.#samples[0]!;
    const elapsed = at - first.at;
    return elapsed < MIN_WINDOW_MS ? null : ((moved - first.moved) / elapsed) * 1000;
  }
}

/** `Downloading: 4.21 GB of 13.76 GB (30 %), 92.40 MB/s, 2 min left`. */
export function progressText(step: string, { done, total }: Bytes, rate: number | null): string {
  const share = Math.floor((100 * done) / Math.max(1, total));
  const parts = [`${step}: ${formatBytes(done)} of ${formatBytes(total)} (${share} %)`];
  if (rate !== null && rate > 0) {
    parts.push(`${formatBytes(Math.round(rate))}/s`);
    if (done < total) parts.push(`${duration((total - done) / rate)} left`);
  }
  return parts.join(", ");
}
