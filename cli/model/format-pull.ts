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
  /** What an earlier pull had put there, and this one had to mend. */
  readonly broken: readonly FileFault[];
}

/** What is pulled where, and what is not. */
export function formatPlan(
  doing: "Checking" | "Pulling",
  { repo, revision, commit, files, skipped }: Snapshot,
  directory: string,
): string {
  const lines = [
    `${doing} ${repo} at ${isCommit(revision) ? commit : `${revision}, commit ${commit}`}`,
    `  in ${directory}: ${files.length} files, ${formatBytes(totalBytes(files))}`,
  ];
  if (skipped.length > 0) {
    const names = skipped.map(({ name, bytes }) => `${name} (${formatBytes(bytes)})`);
    lines.push(
      `  skipping what the engine does not read: ${names.slice(0, MAX_SKIPPED).join(", ")}${names.length > MAX_SKIPPED ? ", ..." : ""}`,
    );
  }
  return plainText(lines.join("\n"));
}

/** Each file and what is wrong with it, and what is done about it. */
export function formatBroken(faults: readonly FileFault[], directory: string): string {
  const count = faults.length === 1 ? "1 file is" : `${faults.length} files are`;
  return plainText(
    [
      `Of what was pulled into ${directory}, ${count} broken:`,
      ...faults.map((fault) => `  ${describeFault(fault)}`),
      `Pulling that again; until it is done the directory is not taken for a model.`,
    ].join("\n"),
  );
}

/** One line for what it came to. */
export function formatOutcome({ pulled, result, broken }: PullOutcome, verify: boolean): string {
  const { repo, commit, files } = pulled;
  const name = `${repo} at ${commit}`;
  if (broken.length > 0) {
    return `${name} is complete and checked; pulled again: ${broken.map(({ path }) => path).join(", ")}.`;
  }
  if (result.receivedBytes > 0) return `${name} is complete and checked.`;
  if (!verify) return `${name} was complete already.`;
  return `${name} is complete: all ${files.length} files, ${formatBytes(totalBytes(files))}, were read and are right.`;
}

/** Whoever runs a model that was built of the replaced commit goes on with the old weights. */
export function formatReplaced(commit: string, builtModels: readonly string[]): string {
  const built =
    builtModels.length === 0 ? "" : ` Here these are still of the old weights: ${builtModels.join(", ")}.`;
  return `It replaces ${commit}: what gavel model build made of that must be built again.${built}`;
}

/** From the directory to a service. */
export function formatNext(directory: string): string {
  const word = shellWord(directory);
  return `Next: GAVEL_MODEL_DIR=${word} npm start
A graphics device needs no more. For the CPU or CUDA the service builds a copy of its own at first start (28 GB of the
20b model); or make one yourself, which ends with the command that starts a service on it:
gavel model build ${word}`;
}

export function totalBytes(files: readonly { readonly size: number }[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}
