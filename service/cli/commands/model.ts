import path from "node:path";
import { CheckpointError } from "../../../engine/checkpoint/checkpoint-error.ts";
import { PRECISIONS } from "../../../engine/graph/precision.ts";
import { CliError } from "../cli-error.ts";
import type { CliIo } from "../cli-io.ts";
import { choiceOption, defineCommand, integerOption } from "../command.ts";
import { printJson } from "../connection.ts";
import { EXIT } from "../exit-codes.ts";
import { LOCAL_OPTIONS } from "../local-options.ts";
import { onePositional } from "../positionals.ts";
import { ProgressLine } from "../progress-line.ts";
import { modelBench } from "./model-bench.ts";
import { modelPull } from "./model-pull.ts";

const modelBuild = defineCommand({
  name: "model build",
  summary: "Turn a gpt-oss checkpoint into a model for ONNX Runtime (CPU, CUDA)",
  usage: "CHECKPOINT_DIR [OPTIONS]",
  details:
    "For the CPU and CUDA, where ONNX Runtime computes. A graphics device (GAVEL_EXECUTION_PROVIDER=webgpu) needs no\n" +
    "build: point GAVEL_MODEL_DIR at the checkpoint itself.\n\n" +
    "The checkpoint is a directory with config.json and safetensors in Hugging Face's gpt-oss layout. Point\n" +
    "GAVEL_MODEL_DIR at the result, which needs the checkpoint no longer. Nothing is kept of a build that fails. Of\n" +
    "the 20b model, exact takes 28 GB and compact 18 GB of disk in float32; as much memory lets it run at full speed.",
  options: {
    output: {
      type: "string",
      short: "o",
      value: "DIR",
      description:
        "where to write; must not exist (default: gavel-<activation> in CHECKPOINT_DIR, or\n" +
        "gavel-<activation>-compact)",
    },
    precision: {
      type: "string",
      value: "PRECISION",
      description:
        "exact keeps every weight as it is (default); compact keeps 4 bits of the experts' weights,\n" +
        "which are then off by 6.5 % (root mean square)",
    },
    activation: {
      type: "string",
      value: "TYPE",
      description: "float32, exact and right for CPUs (default), or float16, for CUDA",
    },
    "max-context": {
      type: "string",
      value: "TOKENS",
      description: "longest prompt and answer the model will take (default: what it was made for)",
    },
    link: {
      type: "boolean",
      description:
        "hard-link the checkpoint's files and read what can be read in place: 3.7 GB less to write,\n" +
        "2.5 GB more memory, 3 s longer to start",
    },
    ...LOCAL_OPTIONS,
  },
  examples: [
    "gavel model build ./gpt-oss-safeguard-20b --output ./model",
    "gavel model build ./gpt-oss-safeguard-20b --precision compact --max-context 16384",
    "gavel model build ./gpt-oss-safeguard-20b --activation float16",
  ],
  async run({ values, positionals }, io) {
    const checkpointDir = path.resolve(onePositional(positionals, "the directory of a checkpoint"));
    const activation = choiceOption("activation", values.activation, ["float32", "float16"]) ?? "float32";
    const precision = choiceOption("precision", values.precision, PRECISIONS) ?? "exact";
    const name = precision === "exact" ? `gavel-${activation}` : `gavel-${activation}-${precision}`;
    const outputDir = path.resolve(values.output ?? path.join(checkpointDir, name));
    const maxPositions = optionalInteger("max-context", values["max-context"], 0x7fff_ffff);
    // Only this command needs the graph builder; the others start without loading it.
    const { buildModel } = await import("../../../engine/graph/export.ts");
    const progress = new ProgressLine("Building the model", io);
    await explained(io, () =>
      buildModel({
        checkpointDir,
        outputDir,
        activation,
        precision,
        linkWeights: values.link === true,
        ...(maxPositions === undefined ? {} : { maxPositions }),
        onProgress: ({ bytes, totalBytes }) => {
          // Between two pieces: what was written is removed on the way out.
          io.signal.throwIfAborted();
          progress.update(bytes, totalBytes);
        },
      }),
    );
    progress.finish();
    if (values.json) printJson(io, { model_dir: outputDir, activation, precision });
    else {
      io.out(`${outputDir}\n`);
      io.err(`Next: export GAVEL_MODEL_DIR=${outputDir}, with GAVEL_EXECUTION_PROVIDER=cpu or cuda.\n`);
    }
    return EXIT.ok;
  },
});

const modelTestCheckpoint = defineCommand({
  name: "model test-checkpoint",
  summary: "Write an untrained checkpoint to try things with",
  usage: "DIR [OPTIONS]",
  details:
    "Random weights in Hugging Face's gpt-oss layout: no download, and verdicts that are valid in form and\n" +
    "meaningless. The same options give the same bytes.",
  options: {
    shape: {
      type: "string",
      value: "SHAPE",
      description: "tiny, with the full vocabulary and 52 MB (default), or 20b, the true shape and 13.8 GB",
    },
    shards: {
      type: "string",
      value: "N",
      description: "files of weights; more than one come with an index (default: 1; 3 of 20b)",
    },
    seed: { type: "string", value: "N", description: "a whole number (default: 0)" },
    ...LOCAL_OPTIONS,
  },
  examples: [
    "gavel model test-checkpoint ./test-checkpoint",
    "gavel model test-checkpoint ./test-20b --shape 20b",
    "gavel model build ./test-checkpoint --output ./test-model",
  ],
  async run({ values, positionals }, io) {
    const directory = path.resolve(onePositional(positionals, "the directory to write"));
    const seed = integerOption("seed", values.seed, { min: 0, max: 0xffff_ffff, fallback: 0 });
    const shape = choiceOption("shape", values.shape, ["tiny", "20b"]) ?? "tiny";
    const shards = optionalInteger("shards", values.shards, 100);
    const { writeTestCheckpoint } = await import("../../../engine/checkpoint/test-checkpoint.ts");
    const progress = new ProgressLine("Writing the checkpoint", io);
    await explained(io, () =>
      writeTestCheckpoint(directory, {
        seed,
        shape,
        ...(shards === undefined ? {} : { shards }),
        onProgress: ({ bytes, totalBytes }) => {
          // Between two pieces: what was written is removed on the way out.
          io.signal.throwIfAborted();
          progress.update(bytes, totalBytes);
        },
      }),
    );
    progress.finish();
    if (values.json) printJson(io, { checkpoint_dir: directory, shape, seed });
    else io.out(`${directory}\n`);
    return EXIT.ok;
  },
});

export const modelCommands = [modelPull, modelBuild, modelBench, modelTestCheckpoint] as const;

/** A whole number from 1, or undefined where the option is absent. Throws UsageError. */
function optionalInteger(name: string, value: string | undefined, max: number): number | undefined {
  return value === undefined ? undefined : integerOption(name, value, { min: 1, max, fallback: 1 });
}

/** A fault of a checkpoint or of the disk is the user's to mend: one sentence says what is wrong. */
async function explained(io: CliIo, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (error instanceof CheckpointError) throw new CliError(error.message, { cause: error });
    if (io.signal.aborted) {
      io.err("Stopped; nothing was kept.\n");
      throw error;
    }
    if (isFileError(error)) {
      throw new CliError(
        `${error.path ?? "a file"} cannot be read or written (${error.code}); --output or another directory may help`,
        {
          cause: error,
        },
      );
    }
    throw error;
  }
}

const FILE_ERRORS = new Set([
  "EACCES",
  "EDQUOT",
  "EEXIST",
  "EIO",
  "EISDIR",
  "ENAMETOOLONG",
  "ENOENT",
  "ENOSPC",
  "ENOTDIR",
  "EPERM",
  "EROFS",
]);

function isFileError(error: unknown): error is NodeJS.ErrnoException & { readonly code: string } {
  return error instanceof Error && "code" in error && FILE_ERRORS.has(String(error.code));
}
