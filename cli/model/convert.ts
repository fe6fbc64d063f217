import { UsageError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { directoryArgument } from "../input/directory-argument.ts";
import { onePositional } from "../input/positionals.ts";
import { printJson } from "../printing/print-json.ts";
import { shellWord } from "../printing/shell-word.ts";
import { LOCAL_EXIT_CODES, LOCAL_OPTIONS } from "./local-options.ts";
import { showWriting } from "./show-writing.ts";

export const modelConvert = defineCommand({
  name: "model convert",
  summary: "Write a checkpoint with 16-bit experts again, with its experts in MXFP4",
  usage: "CHECKPOINT_DIR --output DIR [OPTIONS]",
  details:
    "Fine-tuning tools write the experts of gpt-oss in bfloat16. A GPU runs them in MXFP4, as OpenAI publishes them: a\n" +
    "quarter of the size. Every 32 weights get one scale and are rounded to 4 bits, as the OCP Microscaling specification\n" +
    "says; all other tensors stay as they are, and the tokenizer's files, licence and README are copied. Rounding may\n" +
    "change verdicts: compare both on examples of your own.\n\n" +
    "The last line is the command that starts a service on the result. Nothing is kept of a conversion that fails. The\n" +
    "20b model takes 14 GB of disk, and 0.3 GB of memory while it is written.",
  options: {
    output: { type: "string", short: "o", value: "DIR", description: "where to write; must not exist" },
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
      throw new UsageError("give --output DIR, where the result is to be written");
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
