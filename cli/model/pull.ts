import { isRepoName, type ModelRef } from "../../engine/local/hub/model-ref.ts";
import { UsageError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { directoryArgument } from "../input/directory-argument.ts";
import { onePositional } from "../input/positionals.ts";
import { oneLine } from "../printing/plain-text.ts";
import { printJson } from "../printing/print-json.ts";
import { formatNext, formatOutcome, formatReplaced, totalBytes } from "./format-pull.ts";
import { LOCAL_OPTIONS } from "./local-options.ts";
import { pullModel } from "./pull-model.ts";

const DETAILS = `REPOSITORY is a model on the Hugging Face hub, such as openai/gpt-oss-safeguard-20b (about 14 GB) or
openai/gpt-oss-safeguard-120b (about 65 GB). The command downloads its configuration, weights, tokenizer and licence, and
skips copies of the weights in other formats (original/, metal/).

Every file is verified against the hub's checksum before it gets its name. After Ctrl-C, a lost connection or a crash,
the same command continues where it stopped. A complete directory is not changed, unless another revision replaces it. A
directory with other files that would be overwritten, or mixed with the model, is refused.

Private and gated repositories need an access token: set HF_TOKEN to one from https://huggingface.co/settings/tokens. It
is sent only to the hub. HF_ENDPOINT is the address of another hub or a mirror (default: https://huggingface.co).

To use the model, set GAVEL_MODEL_DIR to the directory and start the service. Through WebGPU a GPU runs it as it is; for
the CPU and CUDA the service builds its own model at the first start, or uses one from gavel model build.`;

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
      description: "directory to download to (default: the name of the repository, in the current directory)",
    },
    revision: {
      type: "string",
      value: "REV",
      description: "a branch, a tag or a full commit, which always means the same files (default: main)",
    },
    verify: {
      type: "boolean",
      description:
        "verify every file of a complete directory by its checksum and download damaged files again; with a\n" +
        "full commit as REV the hub is called only if a file is damaged",
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
    [EXIT.ok, "the directory is complete; with --verify, every file was verified or downloaded again"],
    [EXIT.error, "failure; the message says what is wrong and what to do"],
    [EXIT.usage, "the command line is wrong"],
    [EXIT.interrupted, "interrupted; the same command continues from there"],
  ],
  async run({ values, positionals }, io) {
    const ref = readRef(positionals, values.revision);
    const directory = directoryArgument("--output", values.output ?? ref.repo.split("/").at(-1)!);
    const verify = values.verify === true;
    const outcome = await pullModel(ref, directory, verify, io);
    const { pulled, result, damaged } = outcome;
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
        damaged_files: damaged.map(({ path: name, kind }) => ({ path: name, fault: kind })),
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

function readRef(positionals: readonly string[], revision = "main"): ModelRef {
  const repo = onePositional(positionals, "a repository, such as openai/gpt-oss-safeguard-20b");
  if (!isRepoName(repo)) {
    throw new UsageError(
      `"${oneLine(repo, 100)}" is not the name of a repository: give owner/name, such as openai/gpt-oss-safeguard-20b`,
    );
  }
  if (!/^[\w./-]{1,200}$/.test(revision)) {
    throw new UsageError(`--revision must be a branch, a tag or a commit; got "${oneLine(revision, 60)}"`);
  }
  return { repo, revision };
}
