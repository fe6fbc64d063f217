import path from "node:path";
import { readManifest } from "../../engine/local/onnx/export/model-manifest.ts";
import { PRECISIONS } from "../../engine/local/onnx/export/precision.ts";
import type { Activation } from "../../engine/local/onnx/export/weight-source.ts";
import { CliError } from "../cli-error.ts";
import { choiceOption, defineCommand, optionalInteger } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { directoryArgument } from "../input/directory-argument.ts";
import { onePositional } from "../input/positionals.ts";
import { printJson } from "../printing/print-json.ts";
import { shellWord } from "../printing/shell-word.ts";
import { LOCAL_EXIT_CODES, LOCAL_OPTIONS } from "./local-options.ts";
import { showWriting } from "./show-writing.ts";

export const modelBuild = defineCommand({
  name: "model build",
  summary: "Turn a gpt-oss checkpoint into a model for ONNX Runtime (CPU, CUDA)",
  usage: "CHECKPOINT_DIR [OPTIONS]",
  details:
    "For the CPU and CUDA, where ONNX Runtime computes. A graphics device (GAVEL_EXECUTION_PROVIDER=webgpu) needs no\n" +
    "build: point GAVEL_MODEL_DIR at the checkpoint itself.\n\n" +
    "The checkpoint is a directory with config.json and safetensors in Hugging Face's gpt-oss layout; experts in bfloat16\n" +
    "are rounded to MXFP4, as by gavel model convert. The last line is the command that starts a service on the result:\n" +
    "a service takes what GAVEL_MODEL_DIR names, and looks nowhere else. The result needs the checkpoint no longer.\n" +
    "Nothing is kept of a build that fails. Of the 20b model, exact takes 28 GB and compact 18 GB of disk in float32; as\n" +
    "much memory lets it run at full speed.",
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
  exitCodes: LOCAL_EXIT_CODES,
  async run({ values, positionals }, io) {
    const checkpointDir = directoryArgument(
      "CHECKPOINT_DIR",
      onePositional(positionals, "the directory of a checkpoint"),
    );
    const activation = choiceOption("activation", values.activation, ["float32", "float16"]) ?? "float32";
    const precision = choiceOption("precision", values.precision, PRECISIONS) ?? "exact";
    const name = precision === "exact" ? `gavel-${activation}` : `gavel-${activation}-${precision}`;
    const outputDir = directoryArgument("--output", values.output ?? path.join(checkpointDir, name));
    const maxPositions = optionalInteger("max-context", values["max-context"], 0x7fff_ffff);
    const there = await readManifest(outputDir).catch(() => null);
    if (there !== null) {
      throw new CliError(
        `${outputDir} holds a built model already; to build another, give --output another directory. To run this one:\n` +
          `  ${startCommand(outputDir, there.activation)}`,
      );
    }
    // Only this command needs the graph builder; the others start without loading it.
    const { buildModel } = await import("../../engine/local/onnx/export/export.ts");
    await showWriting("Building the model", outputDir, io, (onProgress) =>
      buildModel({
        checkpointDir,
        outputDir,
        activation,
        precision,
        linkWeights: values.link === true,
        ...(maxPositions === undefined ? {} : { maxPositions }),
        onProgress,
      }),
    );
    if (values.json) {
      printJson(io, { model_dir: outputDir, activation, precision });
    } else {
      io.out(`${outputDir}\n`);
      io.err(`Next: ${startCommand(outputDir, activation)}\n`);
    }
    return EXIT.ok;
  },
});

/** Starts a service on a built model: float16 is what CUDA takes. */
function startCommand(modelDirectory: string, activation: Activation): string {
  const provider = activation === "float16" ? "cuda" : "cpu";
  return `GAVEL_MODEL_DIR=${shellWord(modelDirectory)} GAVEL_EXECUTION_PROVIDER=${provider} npm start`;
}
