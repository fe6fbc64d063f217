import type { ModelFigures, Workload } from "../../engine/local/bench/measure-model.ts";
import type { EngineProgress } from "../../engine/local/engine-events.ts";
import {
  DEFAULT_MAX_CONTEXT_TOKENS,
  EXECUTION_PROVIDERS,
  type LocalOptions,
} from "../../engine/local/local-options.ts";
import type { OpenedModel, Provider } from "../../engine/local/opened-model.ts";
import { CliError } from "../cli-error.ts";
import type { CliIo } from "../cli-io.ts";
import { type Arguments, choiceOption, defineCommand, integerOption, type OptionSpecs } from "../command.ts";
import { EXIT, LOCAL_EXIT_CODES } from "../exit-codes.ts";
import { directoryArgument } from "../input/directory-argument.ts";
import { integerListOption } from "../input/integer-list.ts";
import { onePositional } from "../input/positionals.ts";
import { plainText } from "../printing/plain-text.ts";
import { printJson } from "../printing/print-json.ts";
import { ProgressLine } from "../printing/progress-line.ts";
import { benchVerdictSchema } from "./bench-verdict-schema.ts";
import { withRemedy } from "./engine-words.ts";
import { explainFaults } from "./explain-faults.ts";
import { benchJson, type BenchReport, formatBench } from "./format-bench.ts";
import { LOCAL_OPTIONS } from "./local-options.ts";

/** Verdicts that were not requested are left out if one of them takes longer. */
const LONGEST_VERDICT_MS = 60_000;

const DETAILS = `DIR is a checkpoint from gavel model pull or a model from gavel model build, as for GAVEL_MODEL_DIR. The command loads the
model as the service does, says which device runs it and why, and measures the model alone:

  prefill   a prompt, from its first token to the first token of the completion
  decode    one token for each of N sequences together, after prompts of 512 tokens
  verdicts  whole verdicts, with as many in flight as the engine allows: one policy for all, a different content for
            each, reasoning of limited length, and the default verdict under its grammar

Every figure is a median, measured after a warm-up run. Stop the service first: two models may not fit into memory, and
both would be slower. If you have no model, gavel model test-checkpoint writes an untrained one, which is as fast as a
trained model of the same shape.`;

const OPTIONS = {
  provider: {
    type: "string",
    value: "NAME",
    description:
      "auto, the first device that can run the model (default), cuda, webgpu (any GPU) or cpu;\nas GAVEL_EXECUTION_PROVIDER",
  },
  "max-seqs": {
    type: "string",
    value: "N",
    description: "the most sequences at a time, as GAVEL_MAX_NUM_SEQS (default: 64, on the CPU 8)",
  },
  prefill: {
    type: "string",
    value: "N,N",
    description: "lengths of prompts in tokens (default: 512,2048, on the CPU 128,512)",
  },
  decode: {
    type: "string",
    value: "N,N",
    description:
      "numbers of sequences decoded together (default: 1,8,32,64, on the CPU 1,4,8); numbers above\n--max-seqs are left out",
  },
  verdicts: {
    type: "string",
    value: "N",
    description:
      "verdicts per round, of up to 4 rounds; 0: none (default: twice --max-seqs, on the CPU once;\nnone if a single one takes over a minute)",
  },
  "policy-tokens": {
    type: "string",
    value: "N",
    description: "length of the policy in tokens (default: 600)",
  },
  "content-tokens": {
    type: "string",
    value: "N",
    description: "length of each item's content in tokens (default: 150)",
  },
  "reasoning-tokens": {
    type: "string",
    value: "N",
    description: "limit of the reasoning in tokens (default: 80)",
  },
  ...LOCAL_OPTIONS,
} as const satisfies OptionSpecs;

type Values = Arguments<typeof OPTIONS>["values"];

export const modelBench = defineCommand({
  name: "model bench",
  summary: "Measure the speed of a model on this machine: prefill, decode and verdicts",
  usage: "DIR [OPTIONS]",
  details: DETAILS,
  options: OPTIONS,
  examples: [
    "gavel model bench ./gpt-oss-safeguard-20b",
    "gavel model bench ./gpt-oss-safeguard-20b --provider webgpu --max-seqs 32 --json",
    "gavel model bench ./gpt-oss-safeguard-20b --policy-tokens 2000 --reasoning-tokens 256 --verdicts 128",
    "gavel model test-checkpoint ./test-20b --shape 20b && gavel model bench ./test-20b",
  ],
  exitCodes: LOCAL_EXIT_CODES,
  async run({ values, positionals }, io) {
    const modelDirectory = directoryArgument("DIR", onePositional(positionals, "the directory of a model"));
    const maxNumSeqs =
      values["max-seqs"] === undefined
        ? {}
        : { maxNumSeqs: integerOption("max-seqs", values["max-seqs"], { min: 1, max: 256, fallback: 1 }) };
    const workloadFor = readWorkload(values);
    const options: LocalOptions = {
      modelDirectory,
      executionProvider: choiceOption("provider", values.provider, EXECUTION_PROVIDERS) ?? "auto",
      maxContextTokens: DEFAULT_MAX_CONTEXT_TOKENS,
      ...maxNumSeqs,
    };
    const report = await explainFaults(modelDirectory, () => measured(options, workloadFor, io));
    if (values.json) printJson(io, benchJson(report));
    else io.out(formatBench(report));
    return EXIT.ok;
  },
});

/** The workload for a device. Checks all options before a model is loaded. Throws UsageError. */
function readWorkload(values: Values): (model: Pick<OpenedModel, "provider" | "maxNumSeqs">) => Workload {
  const tokens = (
    name: "policy-tokens" | "content-tokens" | "reasoning-tokens",
    min: number,
    fallback: number,
  ) => integerOption(name, values[name], { min, max: DEFAULT_MAX_CONTEXT_TOKENS, fallback });
  const verdictShape = {
    policyTokens: tokens("policy-tokens", 1, 600),
    contentTokens: tokens("content-tokens", 1, 150),
    maxReasoningTokens: tokens("reasoning-tokens", 0, 80),
    schema: benchVerdictSchema(),
  };
  const lists = (provider: Provider) => ({
    prefill: integerListOption("prefill", values.prefill, {
      min: 1,
      max: DEFAULT_MAX_CONTEXT_TOKENS,
      fallback: provider === "cpu" ? [128, 512] : [512, 2048],
    }),
    decode: integerListOption("decode", values.decode, {
      min: 1,
      max: 256,
      fallback: provider === "cpu" ? [1, 4, 8] : [1, 8, 32, 64],
    }),
  });
  const verdicts = integerOption("verdicts", values.verdicts, { min: 0, max: 100_000, fallback: -1 });
  lists("cpu");
  return ({ provider, maxNumSeqs }) => ({
    ...lists(provider),
    verdicts: verdicts === -1 ? maxNumSeqs * (provider === "cpu" ? 1 : 2) : verdicts,
    longestVerdictMs: verdicts === -1 ? LONGEST_VERDICT_MS : Number.POSITIVE_INFINITY,
    verdictShape,
  });
}

/** Throws EngineError and CliError. */
async function measured(
  options: LocalOptions,
  workloadFor: ReturnType<typeof readWorkload>,
  io: CliIo,
): Promise<BenchReport> {
  // Only this command needs the engine; the others start without loading it.
  const [{ openModel }, { measureModel }] = await Promise.all([
    import("../../engine/local/open-model.ts"),
    import("../../engine/local/bench/measure-model.ts"),
  ]);
  const line = new ProgressLine(io);
  try {
    const start = performance.now();
    let onDeviceLost!: (reason: string) => void;
    const lost = new Promise<never>((_, reject) => {
      onDeviceLost = (reason) => reject(new CliError(`The GPU was lost: ${plainText(reason)}`));
    });
    lost.catch(() => {});
    const model = await openModel(options, {
      onProgress: (progress) => line.show(progress.step, () => stepText(progress)),
      onNotice: (notice) => line.note(plainText(withRemedy(notice))),
      onDeviceLost,
    });
    const loadMs = performance.now() - start;
    try {
      const workload = workloadFor(model);
      const longest = Math.max(0, ...workload.prefill);
      if (longest > model.maxContextTokens) {
        throw new CliError(
          `--prefill ${longest} is longer than the model's maximum of ${model.maxContextTokens} tokens`,
        );
      }
      const measuring = measureModel(model, workload, {
        signal: io.signal,
        onMeasure: (what) => line.show(what, () => `measuring ${what}`),
      });
      const figures = await Promise.race([measuring, lost]);
      line.clear();
      printNotes(model, workload, figures, io);
      return { model, loadMs, ...figures };
    } finally {
      await model.runner.release();
    }
  } finally {
    line.clear();
  }
}

/** Prints what the figures do not show. */
function printNotes(
  { notice }: OpenedModel,
  workload: Workload,
  { verdicts }: ModelFigures,
  io: CliIo,
): void {
  if (notice !== null) io.err(`The model is marked: ${plainText(notice)}.\n`);
  if (verdicts === null && workload.verdicts > 0) {
    io.err(
      "Verdicts were left out, since one takes over a minute here. --verdicts N measures them anyway.\n",
    );
  }
}

/** `building model`, and then `building model 42 %`. */
export function stepText({ step, done, total }: EngineProgress): string {
  return done === 0 ? step : `${step} ${Math.floor((100 * done) / Math.max(1, total))} %`;
}
