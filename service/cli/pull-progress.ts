import { formatBytes } from "../../engine/hub/format-bytes.ts";
import type { PullProgress } from "../../engine/hub/pull-snapshot.ts";
import type { CliIo } from "./cli-io.ts";
import { duration } from "./duration.ts";

const INTERVAL_MS = 200;
/** Where a line cannot be overwritten there is not one for each look. */
const LINE_INTERVAL_MS = 30_000;
/** The rate is that of the last seconds: a line's speed changes over an hour. */
const WINDOW_MS = 10_000;

interface Sample {
  readonly at: number;
  readonly receivedBytes: number;
}

/** How far a pull is: one line overwritten in place on a terminal, elsewhere a line now and then, on stderr. */
export class PullProgressLine {
  readonly #io: Pick<CliIo, "err" | "interactive">;
  #shownAt = Number.NEGATIVE_INFINITY;
  #samples: Sample[] = [];
  /** Whether the cursor stands behind a line that is to be overwritten. */
  #open = false;

  constructor(io: Pick<CliIo, "err" | "interactive">) {
    this.#io = io;
  }

  show(progress: PullProgress): void {
    const now = performance.now();
    const { interactive } = this.#io;
    if (now - this.#shownAt < (interactive ? INTERVAL_MS : LINE_INTERVAL_MS)) return;
    this.#shownAt = now;
    const line = pullLine(progress, this.#rate(now, progress.receivedBytes));
    this.#io.err(interactive ? `\r\u001b[K${line}` : `${line}\n`);
    this.#open = interactive;
  }

  /** A message of its own above the line. */
  note(message: string): void {
    this.finish();
    this.#io.err(`${message}\n`);
  }

  /** Leaves the line to what comes next. */
  finish(): void {
    if (this.#open) this.#io.err("\r\u001b[K");
    this.#open = false;
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
