import { describeFault, type FileFault } from "../../engine/local/hub/file-fault.ts";
import { formatBytes } from "../../engine/local/hub/format-bytes.ts";
import { isCommit } from "../../engine/local/hub/model-ref.ts";
import type { PullResult } from "../../engine/local/hub/pull-snapshot.ts";
import type { Snapshot } from "../../engine/local/hub/snapshot.ts";
import { plainText } from "../printing/plain-text.ts";
import { shellWord } from "../printing/shell-word.ts";

const MAX_SKIPPED = 12;

export interface PullOutcome {
  readonly pulled: Snapshot;
  readonly result: PullResult;
  /** Files of an earlier pull that were damaged, and that this pull replaced. */
  readonly damaged: readonly FileFault[];
}

/** What is pulled, into which directory, and what is skipped. */
export function formatPlan(
  doing: "Verifying" | "Pulling",
  { repo, revision, commit, files, skipped }: Snapshot,
  directory: string,
): string {
  const lines = [
    `${doing} ${repo} at ${isCommit(revision) ? commit : `${revision}, commit ${commit}`}`,
    `  into ${directory}: ${files.length} files, ${formatBytes(totalBytes(files))}`,
  ];
  if (skipped.length > 0) {
    const names = skipped.map(({ name, bytes }) => `${name} (${formatBytes(bytes)})`);
    lines.push(
      `  skipped, since the engine does not read them: ${names.slice(0, MAX_SKIPPED).join(", ")}${names.length > MAX_SKIPPED ? ", ..." : ""}`,
    );
  }
  return plainText(lines.join("\n"));
}

/** Each damaged file with its fault, and what is done about it. */
export function formatDamaged(faults: readonly FileFault[], directory: string): string {
  const count = faults.length === 1 ? "1 file" : `${faults.length} files`;
  const verb = faults.length === 1 ? "is" : "are";
  return plainText(
    [
      `${count} in ${directory} ${verb} damaged:`,
      ...faults.map((fault) => `  ${describeFault(fault)}`),
      "They will be downloaded again. Until then, the model in this directory is incomplete and cannot be loaded.",
    ].join("\n"),
  );
}

/** The result in one line. */
export function formatOutcome({ pulled, result, damaged }: PullOutcome, verify: boolean): string {
  const { repo, commit, files } = pulled;
  const name = `${repo} at ${commit}`;
  if (damaged.length > 0) {
    return `${name} is complete and verified; downloaded again: ${damaged.map(({ path }) => path).join(", ")}.`;
  }
  if (result.receivedBytes > 0) return `${name} is complete and verified.`;
  if (!verify) return `${name} was already complete.`;
  return `${name} is complete: all ${files.length} files (${formatBytes(totalBytes(files))}) were verified.`;
}

/** Warns that models built from the replaced commit still have its weights. */
export function formatReplaced(commit: string, builtModels: readonly string[]): string {
  const built = builtModels.length === 0 ? "" : ` These were built from it: ${builtModels.join(", ")}.`;
  return `It replaces ${commit}. Models that gavel model build made from that commit must be built again.${built}`;
}

/** How to run the model. */
export function formatNext(directory: string): string {
  const word = shellWord(directory);
  return `Next: GAVEL_MODEL_DIR=${word} npm start
Through WebGPU a GPU runs the model as it is. For the CPU and CUDA the service builds its own model at the first
start (28 GB for the 20b model). To build it yourself:
gavel model build ${word}`;
}

export function totalBytes(files: readonly { readonly size: number }[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}
