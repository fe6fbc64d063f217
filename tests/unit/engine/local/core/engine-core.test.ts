import { describe, expect, it } from "vitest";
import { createSequence } from "../../../../../engine/local/core/create-sequence.ts";
import { EngineCore } from "../../../../../engine/local/core/engine-core.ts";
import {
  type ChosenToken,
  type ModelRunner,
  NO_TOKEN,
  type Slice,
} from "../../../../../engine/local/core/model-runner.ts";
import type { GenerateResult } from "../../../../../engine/engine.ts";
import { EngineFailedError } from "../../../../../engine/errors.ts";
import { HARMONY } from "../../../../../engine/harmony/encoding.ts";
import { GrammarCache } from "../../../../../engine/grammar/grammar-cache.ts";
import { generateRequest } from "../../../../helpers/generate-request.ts";

interface Place {
  readonly number: number;
}

/** A device that takes the first token that may follow, keeps one block of sixteen tokens, and fails where it is told to. */
class ScriptedRunner implements ModelRunner<Place> {
  readonly slicesOfRuns: number[] = [];
  readonly places = new Set<Place>();
  opened = 0;
  #kept = 0;
  fault: (call: "open" | "reserve" | "keep" | "run" | "token", place: number) => boolean = () => false;

  open(tokens: readonly number[]) {
    const number = this.opened++;
    this.#failAt("open", number);
    const place = { number };
    this.places.add(place);
    return { place, cachedTokens: this.#kept, keptTokens: Math.min(BLOCK, tokens.length - 1) };
  }

  reserve({ number }: Place): boolean {
    this.#failAt("reserve", number);
    return true;
  }

  async run(slices: readonly Slice<Place>[]): Promise<(ChosenToken | null)[]> {
    this.slicesOfRuns.push(slices.length);
    this.#failAt("run", 0);
    return slices.map(({ place, next }) => {
      if (next === null) return null;
      const token = this.fault("token", place.number) ? NO_TOKEN : firstAllowed(next.mask);
      return { token, logits: next.wanted.map(() => 0), logSumExp: 1 };
    });
  }

  keep({ number }: Place, computedTokens: number): void {
    this.#failAt("keep", number);
    if (computedTokens >= BLOCK) this.#kept = BLOCK;
  }

  close(place: Place): void {
    if (!this.places.delete(place)) throw new Error("closed twice");
  }

  async release(): Promise<void> {}

  #failAt(call: "open" | "reserve" | "keep" | "run", place: number): void {
    if (this.fault(call, place)) throw new Error(`no ${call}`);
  }
}

function firstAllowed(mask: Int32Array | null): number {
  if (mask === null) return 1000;
  const word = mask.findIndex((bits) => bits !== 0);
  return word * 32 + 31 - Math.clz32(mask[word]! & -mask[word]!);
}

const BLOCK = 16;
const grammars = new GrammarCache();
const OPTIONS = { maxNumSeqs: 4, maxBatchedTokens: 4096, maxChunkBesideDecode: 4096 };

/** Judges so many items together. Returns what became of each. */
function judge(core: EngineCore<Place>, items: number): Promise<PromiseSettledResult<GenerateResult>[]> {
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
  it.each(["reserve", "keep", "token"] as const)(
    "fails the sequence whose %s fails, and no other",
    async (call) => {
      const runner = new ScriptedRunner();
      runner.fault = (at, place) => at === call && place === 1;
      const settled = await judge(new EngineCore(runner, OPTIONS), 3);
      expect(statuses(settled)).toEqual(["fulfilled", "rejected", "fulfilled"]);
      expect((settled[1] as PromiseRejectedResult).reason).toBeInstanceOf(EngineFailedError);
      expect(runner.places.size).toBe(0);
    },
  );

  it.each(["run", "open"] as const)(
    "rejects what waits when %s fails, and goes on with what comes after",
    async (call) => {
      const runner = new ScriptedRunner();
      const core = new EngineCore(runner, OPTIONS);
      runner.fault = (at) => at === call;
      expect(statuses(await judge(core, 2))).toEqual(["rejected", "rejected"]);
      runner.fault = () => false;
      expect(statuses(await judge(core, 2))).toEqual(["fulfilled", "fulfilled"]);
      await core.idle();
      expect(runner.places.size).toBe(0);
    },
  );

  it("lets as many in as there are places, whatever part of their prompts is kept", async () => {
    const runner = new ScriptedRunner();
    await judge(new EngineCore(runner, OPTIONS), 8);
    expect(Math.max(...runner.slicesOfRuns)).toBe(4);
    // Prompts are cut behind the kept part, and then nobody waits for anybody.
    expect(runner.slicesOfRuns.slice(0, 2)).toEqual([1, 4]);
  });
});
