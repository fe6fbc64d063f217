import { formatBytes } from "../../engine/local/hub/format-bytes.ts";
import type { PullProgress } from "../../engine/local/hub/pull-snapshot.ts";
import type { CliIo } from "../cli-io.ts";
import { duration } from "../printing/duration.ts";
import { StatusLine } from "../printing/status-line.ts";

/** The rate is that of the last seconds: a line's speed changes over an hour. */
const WINDOW_MS = 10_000;

interface Sample {
  readonly at: number;
  readonly receivedBytes: number;
}

/** How far a pull is: what it checks, and then what it downloads. */
export class PullProgressLine {
  readonly #line: StatusLine;
  #samples: Sample[] = [];

  constructor(io: Pick<CliIo, "err" | "interactive">) {
    this.#line = new StatusLine(io);
  }

  show(progress: PullProgress): void {
    this.#line.show(progress.phase, (now) => pullLine(progress, this.#rate(now, progress.receivedBytes)));
  }

  note(message: string): void {
    this.#line.note(message);
  }

  finish(): void {
    this.#line.finish();
  }

  /** Bytes a second, or null before anything can be said. */
  #rate(at: number, receivedBytes: number): number | null {
    this.#samples.push({ at, receivedBytes });
    while (this.#samples.length > 2 && at - this.#samples[1]!.at >= WINDOW_MS) this.#samples.shift();
    const [first] = this.#samples;
    const elapsed = at - first!.at;
    return elapsed === 0 ? null : ((receivedBytes - first!.receivedBytes) / elapsed) * 1000;
  }
}

/** `Downloading 4.21 GB of 13.76 GB (30 %), 92.40 MB/s, 2 min left`. */
export function pullLine({ phase, doneBytes, totalBytes }: PullProgress, rate: number | null): string {
  const share = Math.floor((100 * doneBytes) / Math.max(1, totalBytes));
  const parts = [`${formatBytes(doneBytes)} of ${formatBytes(totalBytes)} (${share} %)`];
  if (phase === "checking") return `Checking what is there: ${parts[0]}`;
  if (rate !== null && rate > 0) {
    parts.push(`${formatBytes(Math.round(rate))}/s`, `${duration((totalBytes - doneBytes) / rate)} left`);
  }
  return `Downloading ${parts.join(", ")}`;
}
