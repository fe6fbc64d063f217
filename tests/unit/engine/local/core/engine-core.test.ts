import { describe, expect, it } from "vitest";
import { createSequence } from "../../../../../engine/local/core/create-sequence.ts";
import { EngineCore } from "../../../../../engine/local/core/engine-core.ts";
import {
  type ChosenToken,
  type ModelRunner,
  NO_TOKEN,
  type Slice,
} from "../../../../../engine/local/core/model-runner.ts";
import type { EngineLoad, GenerateResult } from "../../../../../engine/engine.ts";
import { EngineFailedError } from "../../../../../engine/errors.ts";
import { HARMONY } from "../../../../../engine/harmony/encoding.ts";
import { GrammarCache } from "../../../../../engine/grammar/grammar-cache.ts";
import { generateRequest } from "../../../../helpers/generate-request.ts";

interface Slot {
  readonly number: number;
}

/** A device that chooses the first allowed token, caches one block of sixteen tokens, and fails on request. */
class ScriptedRunner implements ModelRunner<Slot> {
  readonly slicesOfRuns: number[] = [];
  readonly slots = new Set<Slot>();
  allocated = 0;
  #cached = 0;
  fault: (call: "allocate" | "reserve" | "commit" | "run" | "token", slot: number) => boolean = () => false;

  allocate(tokens: readonly number[]) {
    const number = this.allocated++;
    this.#failAt("allocate", number);
    const slot = { number };
    this.slots.add(slot);
    return { slot, cachedTokens: this.#cached, cacheableTokens: Math.min(BLOCK, tokens.length - 1) };
  }

  reserve({ number }: Slot): boolean {
    this.#failAt("reserve", number);
    return true;
  }

  async run(slices: readonly Slice<Slot>[]): Promise<(ChosenToken | null)[]> {
    this.slicesOfRuns.push(slices.length);
    this.#failAt("run", 0);
    return slices.map(({ slot, next }) => {
      if (next === null) return null;
      const token = this.fault("token", slot.number) ? NO_TOKEN : firstAllowed(next.mask);
      return { token, logits: next.logprobTokens.map(() => 0), logSumExp: 1 };
    });
  }

  commit({ number }: Slot, computedTokens: number): void {
    this.#failAt("commit", number);
    if (computedTokens >= BLOCK) this.#cached = BLOCK;
  }

  free(slot: Slot): void {
    if (!this.slots.delete(slot)) throw new Error("freed twice");
  }

  kvCacheShare(): number {
    return this.slots.size / 4;
  }

  async release(): Promise<void> {}

  #failAt(call: "allocate" | "reserve" | "commit" | "run", slot: number): void {
    if (this.fault(call, slot)) throw new Error(`no ${call}`);
  }
}

function firstAllowed(mask: Int32Array | null): number {
  if (mask === null) return 1000;
  const word = mask.findIndex((bits) => bits !== 0);
  return word * 32 + 31 - Math.clz32(mask[word]! & -mask[word]!);
}

const BLOCK = 16;
const grammars = new GrammarCache();
const OPTIONS = { maxNumSeqs: 4, maxBatchedTokens: 4096, maxChunkWhileDecoding: 4096 };

/** Judges this many items together. Returns the outcome of each. */
function judge(core: EngineCore<Slot>, items: number): Promise<PromiseSettledResult<GenerateResult>[]> {
  return Promise.allSettled(
    Array.from(
      { length: items },
      (_, item) =>
        new Promise<GenerateResult>((resolve, reject) => {
          const request = generateRequest(`Item ${item}`, { maxReasoningTokens: 3 });
          const grammar = grammars.get(request.outputSchema);
          core.add(
            createSequence(
              request,
              grammar,
              { maxContextTokens: 8192, encoding: HARMONY },
              { resolve, reject },
            ),
          );
        }),
    ),
  );
}

const statuses = (settled: readonly PromiseSettledResult<unknown>[]) => settled.map(({ status }) => status);

describe("EngineCore", () => {
  it.each(["reserve", "commit", "token"] as const)(
    "fails the sequence whose %s fails, and no other",
    async (call) => {
      const runner = new ScriptedRunner();
      runner.fault = (at, slot) => at === call && slot === 1;
      const settled = await judge(new EngineCore(runner, OPTIONS), 3);
      expect(statuses(settled)).toEqual(["fulfilled", "rejected", "fulfilled"]);
      expect((settled[1] as PromiseRejectedResult).reason).toBeInstanceOf(EngineFailedError);
      expect(runner.slots.size).toBe(0);
    },
  );

  it.each(["run", "allocate"] as const)(
    "rejects the waiting sequences when %s fails, and continues with later ones",
    async (call) => {
      const runner = new ScriptedRunner();
      const core = new EngineCore(runner, OPTIONS);
      runner.fault = (at) => at === call;
      expect(statuses(await judge(core, 2))).toEqual(["rejected", "rejected"]);
      runner.fault = () => false;
      expect(statuses(await judge(core, 2))).toEqual(["fulfilled", "fulfilled"]);
      await core.idle();
      expect(runner.slots.size).toBe(0);
    },
  );

  it("reports what runs and waits, and how much of the KV cache that takes", async () => {
    const runner = new ScriptedRunner();
    const core = new EngineCore(runner, OPTIONS);
    expect(core.load()).toEqual({ running: 0, waiting: 0, kvCacheShare: 0, servers: [] });
    const loads: EngineLoad[] = [];
    runner.fault = () => {
      loads.push(core.load());
      return false;
    };
    await judge(core, 6);
    expect(loads).toContainEqual({ running: 4, waiting: 2, kvCacheShare: 1, servers: [] });
    expect(core.load()).toMatchObject({ running: 0, waiting: 0, kvCacheShare: 0 });
  });

  it("runs maxNumSeqs sequences at a time, whatever part of their prompts is cacheable", async () => {
    const runner = new ScriptedRunner();
    await judge(new EngineCore(runner, OPTIONS), 8);
    expect(Math.max(...runner.slicesOfRuns)).toBe(4);
    // Prompts are cut after the cacheable part; from then on no sequence waits for another.
    expect(runner.slicesOfRuns.slice(0, 2)).toEqual([1, 4]);
  });
});
