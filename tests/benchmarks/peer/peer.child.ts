/** The other side: node-llama-cpp as its documentation shows, many sequences in one context. */
import { DECODE_PROMPT_TOKENS } from "../../../engine/local/bench/measure-model.ts";
import { median } from "../../../engine/local/bench/median.ts";
import { type TimeBudget, repeatTimed } from "../../../engine/local/bench/repeat-timed.ts";
import { scatteredTokens } from "../../../engine/local/bench/scattered-tokens.ts";
import { runSide } from "./child-side.ts";
import { type LlamaContextSequence, type LlamaModel, loadNodeLlamaCpp } from "./node-llama-cpp.ts";
import type { ChildMessage } from "./side.ts";
import {
  CONTENT_TOKENS,
  DECODE,
  DECODE_STEPS,
  IN_FLIGHT,
  POLICY_TOKENS,
  PREFILL,
  REASONING_TOKENS,
  VERDICT_TOKENS,
} from "./workload.ts";

const BATCH_SIZE = 2048;
/** More than are computed: the library reserves some tokens. */
const SPARE_TOKENS = 64;

type Send = (message: ChildMessage) => void;

await runSide<"peer">(async ({ directory, gpu, ggufFile, vocabSize, verdicts }, send) => {
  const { llama, version } = await loadNodeLlamaCpp(directory, gpu);
  const start = performance.now();
  const model = await llama.loadModel({ modelPath: ggufFile, gpuLayers: "max" });
  send({ type: "figure", name: "load", value: (performance.now() - start) / 1000 });
  const devices = await llama.getGpuDeviceNames();
  send({
    type: "about",
    about: {
      name: `node-llama-cpp ${version} (llama.cpp ${llama.llamaCppRelease.release}, ${llama.gpu || "cpu"})`,
      device: devices.join(", "),
    },
  });
  // The last is the end token.
  const prompt = (count: number, salt: number) =>
    scatteredTokens(count, salt).map((token) => token % (vocabSize - 1));
  await prefill(model, prompt, send);
  await decode(model, prompt, send);
  if (verdicts > 0) await judge(model, prompt, verdicts, send);
});

async function prefill(model: LlamaModel, prompt: typeof scatteredTokens, send: Send): Promise<void> {
  for (const size of PREFILL) {
    await withSequences(model, 1, size, async ([sequence]) => {
      const times = await repeatTimed(async () => {
        await sequence!.clearHistory();
        await sequence!.evaluateWithoutGeneratingNewTokens(prompt(size, size));
      }, budget(7));
      send({ type: "figure", name: `prefill ${size}`, value: (size * 1000) / median(times) });
    });
  }
}

async function decode(model: LlamaModel, prompt: typeof scatteredTokens, send: Send): Promise<void> {
  const repeats = 3;
  for (const size of DECODE) {
    const steps = DECODE_STEPS[size];
    const context = DECODE_PROMPT_TOKENS + (repeats + 2) * steps;
    await withSequences(model, size, context, async (sequences) => {
      const writers = await Promise.all(
        sequences.map(async (sequence, index) => {
          const tokens = prompt(DECODE_PROMPT_TOKENS, index);
          await sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(0, -1));
          return write(sequence, tokens.slice(-1));
        }),
      );
      const times = await repeatTimed(
        async () => void (await Promise.all(writers.map((writer) => take(writer, steps)))),
        budget(repeats),
      );
      await Promise.all(writers.map((writer) => writer.return()));
      send({ type: "figure", name: `decode ${size}`, value: (size * steps * 1000) / median(times) });
    });
  }
}

/** One item for each concurrent sequence, each prompt computed whole, without a grammar. */
async function judge(
  model: LlamaModel,
  prompt: typeof scatteredTokens,
  count: number,
  send: Send,
): Promise<void> {
  const promptTokens = POLICY_TOKENS + CONTENT_TOKENS;
  const answerTokens = REASONING_TOKENS + VERDICT_TOKENS;
  await withSequences(model, Math.min(IN_FLIGHT, count), promptTokens + answerTokens, async (sequences) => {
    let item = 0;
    const start = performance.now();
    await Promise.all(
      sequences.map(async (sequence) => {
        while (item < count) {
          item += 1;
          await sequence.clearHistory();
          const writer = write(sequence, prompt(promptTokens, item));
          await take(writer, answerTokens);
          await writer.return();
        }
      }),
    );
    send({ type: "figure", name: "verdicts", value: (count * 1000) / (performance.now() - start) });
  });
}

async function withSequences(
  model: LlamaModel,
  sequences: number,
  tokens: number,
  use: (sequences: readonly LlamaContextSequence[]) => Promise<void>,
): Promise<void> {
  const context = await model.createContext({
    sequences,
    contextSize: tokens + SPARE_TOKENS,
    batchSize: BATCH_SIZE,
    flashAttention: true,
  });
  await use(Array.from({ length: sequences }, () => context.getSequence()));
  await context.dispose();
}

function write(sequence: LlamaContextSequence, tokens: readonly number[]): AsyncGenerator<number, void> {
  // A model with random weights may generate the end token at any time.
  return sequence.evaluate(tokens, { temperature: 0, yieldEogToken: true });
}

async function take(writer: AsyncGenerator<number, void>, count: number): Promise<void> {
  for (let taken = 0; taken < count; taken += 1) {
    if ((await writer.next()).done === true) throw new Error("the sequence ended early");
  }
}

function budget(repeats: number): TimeBudget {
  return { repeats, budgetMs: 10_000, signal: new AbortController().signal };
}
