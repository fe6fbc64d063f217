/**
 * The engine on this machine's CPU with the test checkpoint: loading, prefill, decoding by batch size, and whole
 * verdicts with and without the policy's part in the prefix cache.
 *
 *     npx tsx tests/benchmarks/engine.bench.ts
 *
 * Prints a markdown table. Every figure is the median of several runs after a warm-up.
 */
import { setMaxListeners } from "node:events";
import { cpus } from "node:os";
import { ModelSession } from "../../engine/local/model-session.ts";
import { measureModel } from "../../engine/local/bench/measure-model.ts";
import { measureVerdicts } from "../../engine/local/bench/measure-verdicts.ts";
import { median } from "../../engine/local/bench/median.ts";
import { verdictRequests } from "../../engine/local/bench/verdict-requests.ts";
import type { GenerateRequest } from "../../engine/engine.ts";
import { openModel } from "../../engine/local/open-model.ts";
import type { OpenedModel } from "../../engine/local/opened-model.ts";
import { benchVerdictSchema } from "../../cli/model/bench-verdict-schema.ts";
import { createTestModel } from "../helpers/test-model.ts";

const RUNS = 5;
const IN_FLIGHT = [1, 4, 8, 16];
const verdictShape = {
  policyTokens: 600,
  contentTokens: 150,
  maxReasoningTokens: 80,
  schema: benchVerdictSchema(),
};
const rows: [what: string, figure: string][] = [];
const { signal } = new AbortController();
// Each request in flight adds a listener; Node warns of a leak above ten.
setMaxListeners(0, signal);

const test = await createTestModel();
const options = { ...test.options, maxNumSeqs: Math.max(...IN_FLIGHT) };
try {
  await benchLoad();
  const model = await openModel(options, {});
  await benchModel(model);
  await benchPolicy(generator(model));
  await model.runner.release();
} finally {
  await test.remove();
}
console.log(`${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}\n`);
console.log("| | median |\n|---|---:|");
for (const [what, figure] of rows) console.log(`| ${what} | ${figure} |`);

async function benchLoad(): Promise<void> {
  const times: number[] = [];
  // The first builds the model.
  for (let run = 0; run <= RUNS; run += 1) {
    const start = performance.now();
    const { runner } = await openModel(options, {});
    times.push(performance.now() - start);
    await runner.release();
  }
  rows.push(["load a built model", `${median(times.slice(1)).toFixed(0)} ms`]);
}

async function benchModel(model: Awaited<ReturnType<typeof openModel>>): Promise<void> {
  const { prefill, decode } = await measureModel(
    model,
    {
      prefill: [128, 512],
      decode: IN_FLIGHT,
      verdicts: 0,
      longestVerdictMs: Number.POSITIVE_INFINITY,
      verdictShape,
    },
    { signal, onMeasure: () => {} },
  );
  for (const { size, tokensPerSecond } of prefill) {
    rows.push([`prefill, ${size} tokens`, `${whole(tokensPerSecond)} tokens/s`]);
  }
  const rates = decode.map(({ tokensPerSecond }) => whole(tokensPerSecond)).join(" / ");
  rows.push([`decode, ${IN_FLIGHT.join(" / ")} sequences`, `${rates} tokens/s`]);

  const generate = generator(model);
  const perSecond: string[] = [];
  for (const inFlight of IN_FLIGHT) {
    const figures = await measureVerdicts(
      generate,
      verdictRequests(verdictShape),
      { inFlight, count: inFlight },
      { repeats: 3, budgetMs: 60_000, signal },
    );
    perSecond.push(figures.perSecond.toFixed(2));
    if (inFlight === 1) {
      const { completionTokens } = figures.usage;
      rows.push([
        `a verdict of ${whole(completionTokens)} tokens, its policy cached`,
        `${whole(figures.milliseconds)} ms`,
      ]);
    }
  }
  rows.push([`verdicts/s, ${IN_FLIGHT.join(" / ")} at a time`, perSecond.join(" / ")]);
}

/** A policy's first prompt and its second, with a minimal answer. */
function generator(model: OpenedModel) {
  const session = new ModelSession(model);
  return (request: GenerateRequest) => session.generate(request, { signal });
}

async function benchPolicy(generate: ReturnType<typeof generator>): Promise<void> {
  const noAnswer = { maxReasoningTokens: 0, outputSchema: { const: 0 } };
  const [first, second]: [number[], number[]] = [[], []];
  let usage = { promptTokens: 0, cachedTokens: 0 };
  const time = async (request: GenerateRequest, times: number[]) => {
    const { label: _, ...unlabelled } = request;
    const start = performance.now();
    ({ usage } = await generate({ ...unlabelled, ...noAnswer }));
    times.push(performance.now() - start);
  };
  // The first policy warms up.
  for (let policy = 1; policy <= 2 * RUNS + 1; policy += 1) {
    const request = verdictRequests(verdictShape, policy);
    await time(request(1), first);
    await time(request(2), second);
  }
  rows.push([
    `a policy's first prompt (${usage.promptTokens} tokens, minimal answer)`,
    `${median(first.slice(1)).toFixed(1)} ms`,
  ]);
  rows.push([
    `its second (${usage.cachedTokens} of them from the prefix cache)`,
    `${median(second.slice(1)).toFixed(1)} ms`,
  ]);
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en");
}
