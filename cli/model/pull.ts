import path from "node:path";
import { lockDirectory } from "../../engine/local/directory-lock.ts";
import type { FileFault } from "../../engine/local/hub/file-fault.ts";
import { HubUnavailableError } from "../../engine/local/hub/hub-error.ts";
import { isRepoName, type ModelRef } from "../../engine/local/hub/model-ref.ts";
import { PATIENCE } from "../../engine/local/hub/patience.ts";
import { RECORD_FILE } from "../../engine/local/hub/pull-record.ts";
import type { PullResult } from "../../engine/local/hub/pull-snapshot.ts";
import packageJson from "../../package.json" with { type: "json" };
import { CliError, UsageError } from "../cli-error.ts";
import type { CliIo } from "../cli-io.ts";
import { defineCommand } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { directoryArgument } from "../input/directory-argument.ts";
import { onePositional } from "../input/positionals.ts";
import { oneLine, plainText } from "../printing/plain-text.ts";
import { printJson } from "../printing/print-json.ts";
import { ByteProgress } from "./byte-progress.ts";
import { explainFaults } from "./explain-faults.ts";
import {
  formatBroken,
  formatNext,
  formatOutcome,
  formatPlan,
  formatReplaced,
  type PullOutcome,
  totalBytes,
} from "./format-pull.ts";
import { LOCAL_OPTIONS } from "./local-options.ts";

const DETAILS = `REPOSITORY is a model on the Hugging Face hub, such as openai/gpt-oss-safeguard-20b (about 14 GB) or
openai/gpt-oss-safeguard-120b (about 65 GB). Pulled are its settings, weights, tokenizer and licence; copies of the
weights in other formats (original/, metal/) are skipped.

Every file is checked against the hub's checksum before it gets its name. Ctrl-C, a cut connection or a crash lose
nothing: the same command goes on where it stopped. A directory that is complete is left alone; another revision
replaces the one that is there. A directory that holds anything else that would be overwritten or mixed with the
model is refused.

Private and gated repositories need a token: set HF_TOKEN to one from https://huggingface.co/settings/tokens. It is
sent to the hub only. HF_ENDPOINT names another hub or a mirror (default: https://huggingface.co).

Next: set GAVEL_MODEL_DIR to the directory and start the service. A graphics device runs it as it is; for the CPU and
CUDA the service builds a copy of its own at first start; or make one with gavel model build and name that.`;

const NOT_MENDED =
  "Not all that was broken is mended, and the directory is not taken for a model: the same command goes on from there.";
const NOT_CHECKED = `Nothing was checked. With a full commit as --revision, which ${RECORD_FILE} names, the hub is asked only for what is broken.`;
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
      description:
        "read every file of a complete directory again, name what is broken, and pull that again; with a full\n" +
        "commit as REV the hub is asked only where something is",
    },
    ...LOCAL_OPTIONS,
  },
  examples: [
    "gavel model pull openai/gpt-oss-safeguard-20b",
    "gavel model pull openai/gpt-oss-safeguard-20b --output /models/safeguard",
    "gavel model pull openai/gpt-oss-safeguard-20b --output /models/safeguard --verify",
    "HF_TOKEN=hf_... gavel model pull my-team/my-tuned-safeguard --revision v2",
  ],
  exitCodes: [
    [
      EXIT.ok,
      "the directory is complete; with --verify: and every file was read and is right, or was pulled again",
    ],
    [EXIT.error, "it is not; the message says what is wrong and what to do"],
    [EXIT.usage, "the command line is wrong"],
    [EXIT.interrupted, "interrupted; the same command goes on from there"],
  ],
  async run({ values, positionals }, io) {
    const ref = readRef(positionals, values.revision);
    const directory = directoryArgument("--output", values.output ?? ref.repo.split("/").at(-1)!);
    const verify = values.verify === true;
    const outcome = await pull(ref, directory, verify, io);
    const { pulled, result, broken } = outcome;
    if (values.json) {
      printJson(io, {
        checkpoint_dir: directory,
        repository: pulled.repo,
        revision: ref.revision,
        commit: pulled.commit,
        files: pulled.files.length,
        bytes: totalBytes(pulled.files),
        received_bytes: result.receivedBytes,
        replaced_commit: result.replacedCommit,
        broken_files: broken.map(({ path: name, kind }) => ({ path: name, fault: kind })),
      });
      return EXIT.ok;
    }
    io.err(`${formatOutcome(outcome, verify)}\n`);
    if (result.replacedCommit !== null) {
      const { builtModels } = await import("../../engine/local/onnx/export/built-models.ts");
      io.err(`${formatReplaced(result.replacedCommit, await builtModels(directory))}\n`);
    }
    io.out(`${directory}\n`);
    io.err(`${formatNext(directory)}\n`);
    return EXIT.ok;
  },
});

const PHASES = { checking: "Checking what is there", downloading: "Downloading" } as const;
const NOTHING: PullResult = { receivedBytes: 0, replacedCommit: null };

function readRef(positionals: readonly string[], revision = "main"): ModelRef {
  const repo = onePositional(positionals, "a repository, such as openai/gpt-oss-safeguard-20b");
  if (!isRepoName(repo)) {
    throw new UsageError(
      `"${oneLine(repo, 100)}" is not the name of a repository: give owner/name, such as openai/gpt-oss-safeguard-20b`,
    );
  }
  if (!/^[\w./-]{1,200}$/.test(revision)) {
    throw new UsageError(
      `--revision must be a branch, a tag or a commit, and not "${oneLine(revision, 60)}"`,
    );
  }
  return { repo, revision };
}

async function pull(ref: ModelRef, directory: string, verify: boolean, io: CliIo): Promise<PullOutcome> {
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
  const line = new ByteProgress(io);
  const retrying = {
    patience: PATIENCE,
    signal: io.signal,
    onRetry: (reason: string, pauseMs: number) =>
      line.note(
        plainText(`${reason}; trying again${pauseMs > 0 ? ` in ${(pauseMs / 1000).toFixed(1)} s` : ""}`),
      ),
  };
  let begun = false;
  let broken: readonly FileFault[] = [];
  const aftermath = (cause: unknown): string | null => {
    if (broken.length > 0) return NOT_MENDED;
    if (!(cause instanceof HubUnavailableError)) return null;
    if (begun) return KEPT;
    return verify ? NOT_CHECKED : null;
  };
  const work = async (): Promise<PullOutcome> => {
    const hub = new HubEndpoint({
      url: io.env.HF_ENDPOINT ?? DEFAULT_ENDPOINT,
      token: io.env.HF_TOKEN,
      userAgent: `gavel/${packageJson.version}`,
      silenceMs: PATIENCE.silenceMs,
    });
    const snapshot = (await recordedSnapshot(directory, ref)) ?? (await resolveSnapshot(hub, ref, retrying));
    if (!verify && (await isPulled(directory, snapshot))) {
      return { pulled: snapshot, result: NOTHING, broken };
    }
    const unlock = lockDirectory(
      path.join(directory, ".gavel-pull.lock"),
      (pid, lockFile) =>
        new CliError(
          `process ${pid} is pulling into ${directory}: wait for it, or stop it (lock: ${lockFile})`,
        ),
    );
    try {
      begun = true;
      line.note(formatPlan(verify ? "Checking" : "Pulling", snapshot, directory));
      const result = await pullSnapshot(hub, snapshot, directory, {
        ...retrying,
        onProgress: ({ phase, doneBytes, totalBytes, receivedBytes }) =>
          line.show(PHASES[phase], { done: doneBytes, total: totalBytes, moved: receivedBytes }),
        onBroken: (faults) => {
          broken = faults;
          line.note(formatBroken(faults, directory));
        },
      });
      return { pulled: snapshot, result, broken };
    } finally {
      unlock();
    }
  };
  try {
    return await explainFaults(directory, work, aftermath);
  } finally {
    line.clear();
    if (begun && io.signal.aborted) io.err(`Stopped. ${KEPT}\n`);
  }
}
