import { choiceOption, defineCommand, integerOption, optionalInteger } from "../command.ts";
import { EXIT, LOCAL_EXIT_CODES } from "../exit-codes.ts";
import { directoryArgument } from "../input/directory-argument.ts";
import { onePositional } from "../input/positionals.ts";
import { printJson } from "../printing/print-json.ts";
import { LOCAL_OPTIONS } from "./local-options.ts";
import { showWriting } from "./show-writing.ts";

export const modelTestCheckpoint = defineCommand({
  name: "model test-checkpoint",
  summary: "Write an untrained checkpoint for tests",
  usage: "DIR [OPTIONS]",
  details:
    "Random weights in Hugging Face's gpt-oss layout, without a download. Its verdicts have a valid format but no meaning.\n" +
    "The same options always write the same bytes.",
  options: {
    shape: {
      type: "string",
      value: "SHAPE",
      description:
        "tiny, 52 MB with the full vocabulary (default), or 20b, 13.8 GB in the shape of the 20b model",
    },
    shards: {
      type: "string",
      value: "N",
      description: "number of weight files (default: 1, for 20b 3); with more than one, an index is written",
    },
    seed: { type: "string", value: "N", description: "a whole number (default: 0)" },
    ...LOCAL_OPTIONS,
  },
  examples: [
    "gavel model test-checkpoint ./test-checkpoint",
    "gavel model test-checkpoint ./test-20b --shape 20b",
    "gavel model build ./test-checkpoint --output ./test-model",
  ],
  exitCodes: LOCAL_EXIT_CODES,
  async run({ values, positionals }, io) {
    const directory = directoryArgument("DIR", onePositional(positionals, "the directory to write"));
    const seed = integerOption("seed", values.seed, { min: 0, max: 0xffff_ffff, fallback: 0 });
    const shape = choiceOption("shape", values.shape, ["tiny", "20b"]) ?? "tiny";
    const shards = optionalInteger("shards", values.shards, 100);
    const { writeSyntheticCheckpoint } =
      await import("../../engine/local/synthetic/write-synthetic-checkpoint.ts");
    await showWriting("Writing the checkpoint", directory, io, (onProgress) =>
      writeSyntheticCheckpoint(directory, {
        seed,
        shape,
        ...(shards === undefined ? {} : { shards }),
        onProgress,
      }),
    );
    if (values.json) printJson(io, { checkpoint_dir: directory, shape, seed });
    else io.out(`${directory}\n`);
    return EXIT.ok;
  },
});
