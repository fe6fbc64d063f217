import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSequence } from "../../engine/local/core/create-sequence.ts";
import { EngineCore } from "../../engine/local/core/engine-core.ts";
import type { ModelRunner } from "../../engine/local/core/model-runner.ts";
import type { GenerateRequest, GenerateResult } from "../../engine/engine.ts";
import { HARMONY } from "../../engine/harmony/encoding.ts";
import { GrammarCache } from "../../engine/grammar/grammar-cache.ts";
import { type LoadedModel, loadModel } from "../../engine/local/onnx/load-model.ts";
import { type OnnxSlot, OnnxRunner } from "../../engine/local/onnx/onnx-runner.ts";
import { generateRequest } from "../helpers/generate-request.ts";
import { createTestModel, type TestModel } from "../helpers/test-model.ts";

const CONTEXT = 1024;

/** A request that arrives at a step of the model, and may be aborted at a later one. */
interface Arrival {
  readonly request: number;
  readonly step: number;
  readonly abortAfter: number | null;
}

interface Machine {
  readonly maxNumSeqs: number;
  readonly kvCacheTokens: number;
  readonly maxBatchedTokens: number;
  readonly maxChunkWhileDecoding: number;
  readonly prefixCacheBytes: number;
}

interface Run {
  /** By arrival; null if it was aborted. */
  readonly results: readonly (GenerateResult | null)[];
  /** How often there was no memory for a sequence's next token, so that the youngest was preempted. */
  readonly preemptions: number;
}

const policies = ["Spam is forbidden. ", "Insults are forbidden. ", "Nothing is forbidden. "];
/** Three policies, prompts and analyses of several lengths, greedy and sampled. */
const REQUESTS: readonly GenerateRequest[] = Array.from({ length: 12 }, (_, index) =>
  generateRequest(`Item ${index}: ${"win a prize ".repeat((index * 5) % 17)}`, {
    policy: policies[index % 3]!.repeat(8),
    maxReasoningTokens: [0, 2, 10, 24][index % 4]!,
    seed: index % 5 === 0 ? index : null,
  }),
);
const PROMPT_LENGTHS = REQUESTS.map(({ prompt }) => prompt.tokens.length);

describe("the engine core over ONNX Runtime", () => {
  const grammars = new GrammarCache();
  let testModel: TestModel;
  let model: LoadedModel;
  let alone: GenerateResult[];

  beforeAll(async () => {
    testModel = await createTestModel();
    const { modelDirectory } = testModel.options;
    const options = { modelDirectory, executionProvider: "cpu" as const, intraOpNumThreads: 2 };
    model = await loadModel(options, () => {});
    alone = [];
    for (const request of REQUESTS.keys()) {
      const { results } = await run(ROOMY, [{ request, step: 0, abortAfter: null }]);
      alone.push(results[0]!);
    }
  });
  afterAll(async () => {
    await model.session.release();
    await testModel.remove();
  });

  async function run(machine: Machine, arrivals: readonly Arrival[]): Promise<Run> {
    const { session, manifest } = model;
    const onnx = new OnnxRunner(session, manifest, { ...machine, maxContextTokens: CONTEXT });
    const waiting = [...arrivals.entries()].sort(([, a], [, b]) => a.step - b.step);
    const aborts: { readonly step: number; readonly abort: () => void }[] = [];
    const results: Promise<GenerateResult | null>[] = [];
    let steps = 0;
    let preemptions = 0;

    const add = ([index, { request, abortAfter }]: readonly [number, Arrival]): void => {
      results[index] = new Promise((resolve, reject) => {
        const item = REQUESTS[request]!;
        const grammar = grammars.get(item.outputSchema);
        const sequence = createSequence<OnnxSlot>(
          item,
          grammar,
          { maxContextTokens: CONTEXT, encoding: HARMONY },
          { resolve, reject },
        );
        if (abortAfter !== null) {
          const abort = () => {
            sequence.aborted = true;
            resolve(null);
          };
          aborts.push({ step: steps + abortAfter, abort });
        }
        core.add(sequence);
      });
    };
    const runner: ModelRunner<OnnxSlot> = {
      allocate: (tokens, sharedTokens) => onnx.allocate(tokens, sharedTokens),
      reserve: (slot, tokens) => {
        const reserved = onnx.reserve(slot, tokens);
        if (!reserved) preemptions += 1;
        return reserved;
      },
      run: async (slices) => {
        // As in a service: a request arrives between two turns of the event loop, never from within the runner.
        await new Promise(setImmediate);
        steps += 1;
        while (waiting.length > 0 && waiting[0]![1].step <= steps) add(waiting.shift()!);
        for (const { step, abort } of aborts) if (step <= steps) abort();
        return onnx.run(slices);
      },
      commit: (slot, computedTokens) => onnx.commit(slot, computedTokens),
      free: (slot) => onnx.free(slot),
      kvCacheShare: () => onnx.kvCacheShare(),
      release: () => onnx.release(),
    };
    const core = new EngineCore(runner, machine);
    while (waiting.length > 0) {
      add(waiting.shift()!);
      await core.idle();
    }
    return { results: await Promise.all(results), preemptions };
  }

  it("gives every request the same output as alone: batched, chunked, preempted, with cached prefixes", async () => {
    let preemptions = 0;
    let cached = 0;
    const arrival = fc.record({
      request: fc.nat(REQUESTS.length - 1),
      step: fc.nat(60),
      abortAfter: fc.option(fc.integer({ min: 1, max: 40 }), { freq: 4 }),
    });
    const machine = fc.record({
      maxNumSeqs: fc.integer({ min: 1, max: 5 }),
      // Memory for about two requests: enough for each alone, and seldom for two complete ones.
      kvCacheTokens: fc.integer({
        min: 2 * Math.min(...PROMPT_LENGTHS) + 20,
        max: 2 * Math.max(...PROMPT_LENGTHS) + 40,
      }),
      maxBatchedTokens: fc.integer({ min: 16, max: 300 }),
      maxChunkWhileDecoding: fc.integer({ min: 8, max: 300 }),
      prefixCacheBytes: fc.constantFrom(0, 200_000, 1e9),
    });
    await fc.assert(
      fc.asyncProperty(
        machine,
        fc.array(arrival, { minLength: 4, maxLength: 7 }),
        async (options, arrivals) => {
          const outcome = await run(options, arrivals);
          preemptions += outcome.preemptions;
          for (const [index, result] of outcome.results.entries()) {
            const { request, abortAfter } = arrivals[index]!;
            if (result === null) {
              expect(abortAfter).not.toBeNull();
              continue;
            }
            cached += result.usage.cachedTokens;
            const expected = alone[request]!;
            const usage = { ...expected.usage, cachedTokens: result.usage.cachedTokens };
            expect(result).toMatchObject({ reasoning: expected.reasoning, final: expected.final, usage });
          }
        },
      ),
      { numRuns: 20, examples: [CROWDED] },
    );
    expect(preemptions).toBeGreaterThan(0);
    expect(cached).toBeGreaterThan(0);
  });
});

/** Three concurrent requests, two of one policy, with memory for two prompts and a few tokens after them. */
const CROWDED: [Machine, Arrival[]] = [
  {
    maxNumSeqs: 2,
    kvCacheTokens: PROMPT_LENGTHS[3]! + PROMPT_LENGTHS[7]! + 20,
    maxBatchedTokens: 128,
    maxChunkWhileDecoding: 64,
    prefixCacheBytes: 1e9,
  },
  [3, 7, 0].map((request) => ({ request, step: 0, abortAfter: null })),
];

const ROOMY: Machine = {
  maxNumSeqs: 1,
  kvCacheTokens: CONTEXT,
  maxBatchedTokens: CONTEXT,
  maxChunkWhileDecoding: CONTEXT,
  prefixCacheBytes: 0,
};
