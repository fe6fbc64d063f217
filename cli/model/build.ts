import path from "node:path";
import { readManifest } from "../../engine/local/onnx/export/model-manifest.ts";
import { PRECISIONS } from "../../engine/local/onnx/export/precision.ts";
import type { Activation } from "../../engine/local/onnx/export/weight-source.ts";
import { CliError } from "../cli-error.ts";
import { choiceOption, defineCommand, optionalInteger } from "../command.ts";
import { EXIT, LOCAL_EXIT_CODES } from "../exit-codes.ts";
import { directoryArgument } from "../input/directory-argument.ts";
import { onePositional } from "../input/positionals.ts";
import { printJson } from "../printing/print-json.ts";
import { shellWord } from "../printing/shell-word.ts";
import { LOCAL_OPTIONS } from "./local-options.ts";
import { showWriting } from "./show-writing.ts";

export const modelBuild = defineCommand({
  name: "model build",
  summary: "Turn a gpt-oss checkpoint into a model for ONNX Runtime (CPU, CUDA)",
  usage: "CHECKPOINT_DIR [OPTIONS]",
  details:
    "Only the CPU and CUDA need a build, since ONNX Runtime runs the model there. Through WebGPU\n" +
    "(GAVEL_EXECUTION_PROVIDER=webgpu) a GPU runs the checkpoint itself: set GAVEL_MODEL_DIR to its directory.\n\n" +
    "The checkpoint is a directory with config.json and safetensors in Hugging Face's gpt-oss layout; experts in bfloat16\n" +
    "are rounded to MXFP4, as by gavel model convert. The last line of the output is the command that starts a service\n" +
    "with the built model. The built model does not need the checkpoint. If the build fails, no files are kept. In float32,\n" +
    "the 20b model needs 28 GB of disk space with exact precision and 18 GB with compact; it runs at full speed if the\n" +
    "machine has that much memory.",
  options: {
    output: {
      type: "string",
      short: "o",
      value: "DIR",
      description:
        "directory to create (default: gavel-<activation> or gavel-<activation>-compact in\n" +
        "CHECKPOINT_DIR)",
    },
    precision: {
      type: "string",
      value: "PRECISION",
      description:
        "exact keeps every weight (default); compact keeps 4 bits of the experts' weights, with a\n" +
        "root mean square error of 6.5 %",
    },
    activation: {
      type: "string",
      value: "TYPE",
      description: "float32, exact and for CPUs (default), or float16, for CUDA",
    },
    "max-context": {
      type: "string",
      value: "TOKENS",
      description: "maximum length of prompt and completion together (default: the checkpoint's)",
    },
    link: {
      type: "boolean",
      description:
        "hard-link the checkpoint's files instead of copying what can be read from them: 3.7 GB less to\n" +
        "write, 2.5 GB more memory, 3 s longer to start",
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
    const present = await readManifest(outputDir).catch(() => null);
    if (present !== null) {
      throw new CliError(
        `${outputDir} already contains a built model. Give --output another directory, or run this one:\n` +
          `  ${startCommand(outputDir, present.activation)}`,
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

/** The command that starts a service on a built model, on CUDA if its activations are float16. */
function startCommand(modelDirectory: string, activation: Activation): string {
  const provider = activation === "float16" ? "cuda" : "cpu";
  return `GAVEL_MODEL_DIR=${shellWord(modelDirectory)} GAVEL_EXECUTION_PROVIDER=${provider} npm start`;
}
