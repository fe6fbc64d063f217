import { UsageError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { EXIT, LOCAL_EXIT_CODES } from "../exit-codes.ts";
import { directoryArgument } from "../input/directory-argument.ts";
import { onePositional } from "../input/positionals.ts";
import { printJson } from "../printing/print-json.ts";
import { shellWord } from "../printing/shell-word.ts";
import { LOCAL_OPTIONS } from "./local-options.ts";
import { showWriting } from "./show-writing.ts";

export const modelConvert = defineCommand({
  name: "model convert",
  summary: "Convert a checkpoint with 16-bit experts to MXFP4",
  usage: "CHECKPOINT_DIR --output DIR [OPTIONS]",
  details:
    "Fine-tuning tools write the experts of gpt-oss in bfloat16. GPUs run them in MXFP4, the format that OpenAI publishes,\n" +
    "at a quarter of the size. Each group of 32 weights is rounded to 4 bits with a shared scale, as defined by the OCP\n" +
    "Microscaling specification. All other tensors are kept; the tokenizer's files, licence and README are copied. Rounding\n" +
    "may change verdicts: compare both models on your own examples.\n\n" +
    "The last line of the output is the command that starts a service with the converted model. If the conversion fails,\n" +
    "no files are kept. The 20b model needs 14 GB of disk space, and 0.3 GB of memory during the conversion.",
  options: {
    output: { type: "string", short: "o", value: "DIR", description: "directory to create" },
    ...LOCAL_OPTIONS,
  },
  examples: ["gavel model convert ./my-fine-tune --output ./my-fine-tune-mxfp4"],
  exitCodes: LOCAL_EXIT_CODES,
  async run({ values, positionals }, io) {
    const checkpointDir = directoryArgument(
      "CHECKPOINT_DIR",
      onePositional(positionals, "the directory of a checkpoint"),
    );
    if (values.output === undefined) {
      throw new UsageError("--output DIR is required: the directory to create");
    }
    const outputDir = directoryArgument("--output", values.output);
    const { convertCheckpoint } = await import("../../engine/local/checkpoint/convert-checkpoint.ts");
    await showWriting("Converting the checkpoint", outputDir, io, (onProgress) =>
      convertCheckpoint({ checkpointDir, outputDir, onProgress }),
    );
    if (values.json) {
      printJson(io, { checkpoint_dir: outputDir });
    } else {
      io.out(`${outputDir}\n`);
      io.err(`Next: GAVEL_MODEL_DIR=${shellWord(outputDir)} npm start\n`);
    }
    return EXIT.ok;
  },
});
