import path from "node:path";
import { lockDirectory } from "../../engine/local/directory-lock.ts";
import type { FileFault } from "../../engine/local/hub/file-fault.ts";
import { HubUnavailableError } from "../../engine/local/hub/hub-error.ts";
import type { ModelRef } from "../../engine/local/hub/model-ref.ts";
import { DEFAULT_RETRY_POLICY } from "../../engine/local/hub/retry-policy.ts";
import { RECORD_FILE } from "../../engine/local/hub/pull-record.ts";
import type { PullResult } from "../../engine/local/hub/pull-snapshot.ts";
import packageJson from "../../package.json" with { type: "json" };
import { CliError } from "../cli-error.ts";
import type { CliIo } from "../cli-io.ts";
import { plainText } from "../printing/plain-text.ts";
import { ByteProgress } from "./byte-progress.ts";
import { explainFaults } from "./explain-faults.ts";
import { formatDamaged, formatPlan, type PullOutcome } from "./format-pull.ts";

const NOT_REPAIRED =
  "Some damaged files have not been replaced yet, so the model cannot be loaded. Run the same command again to continue.";
const NOT_VERIFIED = `Nothing was verified. With --revision and the full commit in ${RECORD_FILE}, the hub is called only if a file is damaged.`;
const KEPT = "Downloaded data is kept; the same command continues from there.";
const STEPS = { checking: "Verifying present files", downloading: "Downloading" } as const;
const NOTHING: PullResult = { receivedBytes: 0, replacedCommit: null };

/** Pulls a model, shows the progress, and explains what fails. Throws CliError. */
export async function pullModel(
  ref: ModelRef,
  directory: string,
  verify: boolean,
  io: CliIo,
): Promise<PullOutcome> {
  // Only this command needs the hub's library; the others start without loading it.
  const [
    { DEFAULT_ENDPOINT, HubEndpoint },
    { recordedSnapshot },
    { resolveSnapshot },
    { isPulled, pullSnapshot },
  ] = await Promise.all([
    import("../../engine/local/hub/endpoint.ts"),
    import("../../engine/local/hub/pull-record.ts"),
    import("../../engine/local/hub/snapshot.ts"),
    import("../../engine/local/hub/pull-snapshot.ts"),
  ]);
  const progress = new ByteProgress(io);
  const retrying = {
    retryPolicy: DEFAULT_RETRY_POLICY,
    signal: io.signal,
    onRetry: (reason: string, pauseMs: number) =>
      progress.note(
        plainText(`${reason}; trying again${pauseMs > 0 ? ` in ${(pauseMs / 1000).toFixed(1)} s` : ""}`),
      ),
  };
  let started = false;
  let damaged: readonly FileFault[] = [];
  const aftermath = (cause: unknown): string | null => {
    if (damaged.length > 0) return NOT_REPAIRED;
    if (!(cause instanceof HubUnavailableError)) return null;
    if (started) return KEPT;
    return verify ? NOT_VERIFIED : null;
  };
  const work = async (): Promise<PullOutcome> => {
    const hub = new HubEndpoint({
      url: io.env.HF_ENDPOINT ?? DEFAULT_ENDPOINT,
      token: io.env.HF_TOKEN,
      userAgent: `gavel/${packageJson.version}`,
      idleTimeoutMs: DEFAULT_RETRY_POLICY.idleTimeoutMs,
    });
    const snapshot = (await recordedSnapshot(directory, ref)) ?? (await resolveSnapshot(hub, ref, retrying));
    if (!verify && (await isPulled(directory, snapshot))) {
      return { pulled: snapshot, result: NOTHING, damaged };
    }
    const unlock = lockDirectory(
      path.join(directory, ".gavel-pull.lock"),
      (pid, lockFile) =>
        new CliError(
          `process ${pid} is downloading into ${directory}: wait for it, or stop it (lock: ${lockFile})`,
        ),
    );
    try {
      started = true;
      progress.note(formatPlan(verify ? "Verifying" : "Pulling", snapshot, directory));
      const result = await pullSnapshot(hub, snapshot, directory, {
        ...retrying,
        onProgress: ({ phase, doneBytes, totalBytes, receivedBytes }) =>
          progress.show(STEPS[phase], { done: doneBytes, total: totalBytes, moved: receivedBytes }),
        onDamaged: (faults) => {
          damaged = faults;
          progress.note(formatDamaged(faults, directory));
        },
      });
      return { pulled: snapshot, result, damaged };
    } finally {
      unlock();
    }
  };
  try {
    return await explainFaults(directory, work, aftermath);
  } finally {
    progress.clear();
    if (started && io.signal.aborted) io.err(`Stopped. ${KEPT}\n`);
  }
}
