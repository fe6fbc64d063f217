import path from "node:path";
import { formatBytes } from "../../../engine/hub/format-bytes.ts";
import { HubError, HubUnavailableError } from "../../../engine/hub/hub-error.ts";
import { isCommit, isRepoName, type ModelRef } from "../../../engine/hub/model-ref.ts";
import { PATIENCE } from "../../../engine/hub/patience.ts";
import type { PullResult } from "../../../engine/hub/pull-snapshot.ts";
import type { Snapshot } from "../../../engine/hub/snapshot.ts";
import { lockDirectory } from "../../directory-lock.ts";
import { readVersion } from "../../version.ts";
import { CliError, UsageError } from "../cli-error.ts";
import type { CliIo } from "../cli-io.ts";
import { defineCommand } from "../command.ts";
import { printJson } from "../connection.ts";
import { EXIT } from "../exit-codes.ts";
import { LOCAL_OPTIONS } from "../local-options.ts";
import { plainText } from "../plain-text.ts";
import { onePositional } from "../positionals.ts";
import { PullProgressLine } from "../pull-progress.ts";

const DETAILS = `REPOSITORY is a model on the Hugging Face hub, such as openai/gpt-oss-safeguard-20b (about 14 GB) or
openai/gpt-oss-safeguard-120b (about 65 GB). Pulled are its settings, weights, tokenizer and licence; copies of the
weights in other formats (original/, metal/) are skipped.

Every file is checked against the hub's checksum before it gets its name. Ctrl-C, a cut connection or a crash lose
nothing: the same command goes on where it stopped. A directory that is complete is left alone.

Private and gated repositories need a token: set HF_TOKEN to one from https://huggingface.co/settings/tokens. It is
sent to the hub only. HF_ENDPOINT names another hub or a mirror (default: https://huggingface.co).

Next: set GAVEL_MODEL_DIR to the directory and start the service. A graphics device runs it as it is; for the CPU and
CUDA the service builds a copy of its own at first start; or make one with gavel model build and name that.`;

const KEPT = "What was downloaded is kept: the same command goes on from there.";

export const modelPull = defineCommand({
  name: "model pull",
  summary: "Download a model's checkpoint from the Hugging Face hub",
  usage: "REPOSITORY [OPTIONS]",
  details: DETAILS,
  options: {
    output: {
      type: "string",
      short: "o",
      value: "DIR",
      description: "where to put it (default: the repository's name, in the current directory)",
    },
    revision: {
      type: "string",
      value: "REV",
      description:
        "a branch, a tag or a full commit, which stands for the same files for ever (default: main)",
    },
    verify: {
      type: "boolean",
      description: "read and check the files of a complete directory again, and pull what is broken",
    },
    ...LOCAL_OPTIONS,
  },
  examples: [
    "gavel model pull openai/gpt-oss-safeguard-20b",
    "gavel model pull openai/gpt-oss-safeguard-20b --output /models/safeguard",
    "gavel model pull openai/gpt-oss-safeguard-20b --output /models/safeguard --verify",
    "HF_TOKEN=hf_... gavel model pull my-team/my-tuned-safeguard --revision v2",
  ],
  async run({ values, positionals }, io) {
    const ref = readRef(positionals, values.revision);
    const directory = path.resolve(values.output ?? ref.repo.split("/").at(-1)!);
    const verify = values.verify === true;
    const { pulled, result } = await explained(directory, () => pull(ref, directory, verify, io));
    if (values.json) {
      printJson(io, {
        checkpoint_dir: directory,
        repository: pulled.repo,
        revision: ref.revision,
        commit: pulled.commit,
        files: pulled.files.length,
        bytes: sumOf(pulled.files),
        received_bytes: result.receivedBytes,
        replaced_commit: result.replacedCommit,
      });
      return EXIT.ok;
    }
    const fresh = result.receivedBytes > 0 ? "is complete and checked" : "was complete already";
    io.err(`${pulled.repo} at ${pulled.commit} ${fresh}.\n`);
    if (result.replacedCommit !== null) {
      io.err(
        `It replaces ${result.replacedCommit}: what gavel model build made of that must be built again.\n`,
      );
    }
    io.out(`${directory}\n`);
    io.err(
      `Next: export GAVEL_MODEL_DIR=${directory} and start the service; a graphics device needs no more.\n`,
    );
    io.err(
      "For the CPU or CUDA the service builds a copy of its own at first start (28 GB of the 20b model); or:\n" +
        `gavel model build ${directory}, and point GAVEL_MODEL_DIR at what that makes.\n`,
    );
    return EXIT.ok;
  },
});

function readRef(positionals: readonly string[], revision = "main"): ModelRef {
  const repo = onePositional(positionals, "a repository, such as openai/gpt-oss-safeguard-20b");
  if (!isRepoName(repo)) {
    throw new UsageError("a repository is named owner/name, such as openai/gpt-oss-safeguard-20b");
  }
  if (!/^[\w./-]{1,200}$/.test(revision))
    throw new UsageError("--revision must be a branch, a tag or a commit");
  return { repo, revision };
}

async function pull(
  ref: ModelRef,
  directory: string,
  verify: boolean,
  io: CliIo,
): Promise<{
  pulled: Pick<Snapshot, "repo" | "commit"> & { files: readonly { size: number }[] };
  result: PullResult;
}> {
  // Only this command needs the hub's library; the others start without loading it.
  const [{ DEFAULT_ENDPOINT, HubEndpoint }, { findPulled }, { resolveSnapshot }, { pullSnapshot }] =
    await Promise.all([
      import("../../../engine/hub/endpoint.ts"),
      import("../../../engine/hub/pull-record.ts"),
      import("../../../engine/hub/snapshot.ts"),
      import("../../../engine/hub/pull-snapshot.ts"),
    ]);
  const hub = new HubEndpoint({
    url: io.env.HF_ENDPOINT ?? DEFAULT_ENDPOINT,
    token: io.env.HF_TOKEN,
    userAgent: `gavel/${readVersion()}`,
    silenceMs: PATIENCE.silenceMs,
  });
  const found = verify ? null : await findPulled(directory, ref);
  if (found !== null) return { pulled: found, result: { receivedBytes: 0, replacedCommit: null } };

  const line = new PullProgressLine(io);
  const retrying = {
    patience: PATIENCE,
    signal: io.signal,
    onRetry: (reason: string, pauseMs: number) =>
      line.note(
        plainText(`${reason}; trying again${pauseMs > 0 ? ` in ${(pauseMs / 1000).toFixed(1)} s` : ""}`),
      ),
  };
  const snapshot = await resolveSnapshot(hub, ref, retrying);
  const unlock = lockDirectory(
    path.join(directory, ".gavel-pull.lock"),
    (pid, lockFile) =>
      new CliError(
        `process ${pid} is pulling into ${directory}: wait for it, or stop it (lock: ${lockFile})`,
      ),
  );
  try {
    line.note(plainText(describePlan(snapshot, directory)));
    const result = await pullSnapshot(hub, snapshot, directory, {
      ...retrying,
      verify,
      onProgress: (progress) => line.show(progress),
    });
    return { pulled: snapshot, result };
  } catch (error) {
    line.finish();
    if (io.signal.aborted) io.err(`Stopped. ${KEPT}\n`);
    if (!(error instanceof HubUnavailableError)) throw error;
    throw new CliError(`${plainText(error.message)}\n  ${KEPT}`, { cause: error });
  } finally {
    line.finish();
    unlock();
  }
}

/** What is pulled where, and what is not. */
function describePlan({ repo, revision, commit, files, skipped }: Snapshot, directory: string): string {
  const size = formatBytes(sumOf(files));
  const lines = [
    `Pulling ${repo} at ${isCommit(revision) ? commit : `${revision}, commit ${commit}`}`,
    `  into ${directory}: ${files.length} files, ${size}`,
  ];
  if (skipped.length > 0) {
    const names = skipped.map(({ name, bytes }) => `${name} (${formatBytes(bytes)})`);
    lines.push(
      `  skipping what the engine does not read: ${names.slice(0, 12).join(", ")}${names.length > 12 ? ", ..." : ""}`,
    );
  }
  return lines.join("\n");
}

function sumOf(files: readonly { readonly size: number }[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

/** What the hub says and what the disk says are the user's to mend; both say what is wrong. */
async function explained<T>(directory: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof HubError) throw new CliError(plainText(error.message), { cause: error });
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    throw new CliError(`${directory} cannot be read or written (${code})`, { cause: error });
  }
}
