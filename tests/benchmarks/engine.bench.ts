/**
 * The ONNX engine on this machine's CPU with the test checkpoint: loading, prefill, decoding by batch size, and
 * whole verdicts with and without the policy's part in the prefix cache.
 *
 *     npx tsx tests/benchmarks/engine.bench.ts
 *
 * Prints a markdown table. Every figure is the median of several runs after a warm-up.
 */
import { setMaxListeners } from "node:events";
import { cpus } from "node:os";
import type { GenerateRequest } from "../../engine/engine.ts";
import { encodeOrdinary } from "../../engine/harmony/tokenizer.ts";
import { KvCache } from "../../engine/onnx/kv-cache.ts";
import { loadModel } from "../../engine/onnx/load-model.ts";
import { ModelRunner } from "../../engine/onnx/model-runner.ts";
import { OnnxEngine } from "../../engine/onnx/onnx-engine.ts";
import { generateRequest, VERDICT_SCHEMA } from "../helpers/generate-request.ts";
import { createTestModel } from "../helpers/test-model.ts";

const RUNS = 5;
const MAX_NUM_SEQS = 16;
const rows: [string, string][] = [];

const model = await createTestModel();
const options = { ...model.options, maxNumSeqs: MAX_NUM_SEQS };
try {
  await benchStart();
  await benchRuns();
  await benchVerdicts();
} finally {
  await model.remove();
}
console.log(`${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}\n`);
console.log("| | median |\n| --- | --- |");
for (const [name, figure] of rows) {
  console.log(`| ${name} | ${figure} |`);
}

async function benchStart(): Promise<void> {
  const times: number[] = [];
  for (let run = 0; run <= RUNS; run += 1) {
    const engine = new OnnxEngine(options);
    const time = await milliseconds(() => engine.start());
    await engine.close();
    if (run === 0) {
      rows.push(["build and load a checkpoint", `${time.toFixed(0)} ms (once)`]);
    } else {
      times.push(time);
    }
  }
  rows.push(["load a built model", `${median(times).toFixed(0)} ms`]);
}

/** The model alone: no scheduling, no sampling. */
async function benchRuns(): Promise<void> {
  const { session, manifest } = await loadModel(options, () => {});
  const { layers, kvHeads, headDim, activation, vocabSize } = manifest;
  const kv = new KvCache(
    { layers, kvHeads, headDim, dtype: activation },
    { slots: MAX_NUM_SEQS, maxTokens: 4096 },
  );
  const runner = new ModelRunner(session, kv, vocabSize);
  const token = (index: number) => (index * 7919) % 190_000;

  for (const length of [128, 512]) {
    const tokens = Array.from({ length }, (_, index) => token(index));
    const time = await medianOf(RUNS * 4, () => runner.extend(0, tokens, 0));
    rows.push([`prefill, a chunk of ${length}`, `${perSecond(length, time)} tokens/s`]);
  }
  for (const batch of [1, 4, 8, 16]) {
    let position = 512;
    const time = await medianOf(RUNS * 8, () => {
      position += 1;
      return runner.decode(Array.from({ length: batch }, (_, row) => ({ token: token(row), position })));
    });
    rows.push([
      `decode, batch of ${batch}`,
      `${perSecond(batch, time)} tokens/s (${time.toFixed(1)} ms a step)`,
    ]);
  }
  await session.release();
}

async function benchVerdicts(): Promise<void> {
  const engine = new OnnxEngine(options);
  await engine.start();
  const { signal } = new AbortController();
  setMaxListeners(MAX_NUM_SEQS, signal);
  await engine.generate(verdictRequest("warm-up", 0), { signal });

  const [first, second]: [number[], number[]] = [[], []];
  for (let run = 0; run < RUNS; run += 1) {
    const policy = `Version ${run}.`;
    first.push(await milliseconds(() => engine.generate(verdictRequest(policy, 1), { signal })));
    second.push(await milliseconds(() => engine.generate(verdictRequest(policy, 2), { signal })));
  }
  const { usage } = await engine.generate(verdictRequest("Version 0.", 2), { signal });
  const { promptTokens, cachedTokens, reasoningTokens, completionTokens } = usage;
  rows.push([
    `a policy's first verdict (${promptTokens} + ${completionTokens} tokens)`,
    `${median(first).toFixed(0)} ms`,
  ]);
  rows.push([
    `its second (${cachedTokens} cached, ${reasoningTokens} of reasoning)`,
    `${median(second).toFixed(0)} ms`,
  ]);

  const skipAnswer = { maxReasoningTokens: 0, outputSchema: { const: 0 } };
  const [cold, warm]: [number[], number[]] = [[], []];
  for (let run = 0; run < RUNS * 2; run += 1) {
    const policy = `Prefill ${run}.`;
    cold.push(await milliseconds(() => engine.generate(verdictRequest(policy, 1, skipAnswer), { signal })));
    warm.push(await milliseconds(() => engine.generate(verdictRequest(policy, 2, skipAnswer), { signal })));
  }
  rows.push(["a policy's first prompt, next to no answer", `${median(cold).toFixed(1)} ms`]);
  rows.push(["its second", `${median(warm).toFixed(1)} ms`]);

  for (const concurrency of [1, 4, 8, 16]) {
    const times: number[] = [];
    for (let run = 0; run < 3; run += 1) {
      times.push(
        await milliseconds(() =>
          Promise.all(
            Array.from({ length: concurrency }, (_, index) =>
              engine.generate(verdictRequest("Version 0.", 100 * run + index), { signal }),
            ),
          ),
        ),
      );
    }
    rows.push([
      `verdicts, ${concurrency} at a time`,
      `${((concurrency * 1000) / median(times)).toFixed(2)} a second`,
    ]);
  }
  await engine.close();
}

/** A policy of about 600 tokens, a content of about 150, 64 tokens of reasoning, the default verdict. */
function verdictRequest(
  policy: string,
  item: number,
  overrides: Partial<GenerateRequest> = {},
): GenerateRequest {
  return generateRequest(text(`Item ${item}.`, "Win a prize today, click the link below.", 150), {
    policy: text(policy, "Content that advertises to many people is spam.", 600),
    outputSchema: VERDICT_SCHEMA.strict,
    maxReasoningTokens: 64,
    ...overrides,
  });
}

function text(start: string, sentence: string, tokens: number): string {
  const repeats = Math.round((tokens - encodeOrdinary(start).length) / encodeOrdinary(` ${sentence}`).length);
  return start + ` ${sentence}`.repeat(repeats);
}

async function milliseconds(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

async function medianOf(runs: number, run: () => Promise<unknown>): Promise<number> {
  await run();
  const times: number[] = [];
  for (let count = 0; count < runs; count += 1) {
    times.push(await milliseconds(run));
  }
  return median(times);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function perSecond(count: number, time: number): string {
  return Math.round((count * 1000) / time).toLocaleString("en");
}
