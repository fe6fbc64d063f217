import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Scheduler } from "../../../../../engine/local/core/scheduler.ts";

/**
 * A sequence that grows by `growth[n]` tokens when it is completely computed for the nth time, as in decoding, and then
 * finishes.
 */
class FakeSequence {
  totalTokens: number;
  computedTokens = 0;
  readonly promptTokens: number;
  readonly cacheableTokens: number;
  readonly chunks: number[] = [];
  readonly #growth: number[];

  constructor(promptTokens: number, cacheableTokens: number, growth: readonly number[] = [], forced = 0) {
    this.promptTokens = promptTokens;
    this.cacheableTokens = cacheableTokens;
    this.totalTokens = promptTokens + forced;
    this.#growth = [...growth];
  }

  compute(tokens: number): void {
    this.computedTokens += tokens;
    this.chunks.push(tokens);
    if (this.computedTokens === this.totalTokens) {
      this.totalTokens += this.#growth.shift() ?? 0;
    }
  }

  get finished(): boolean {
    return this.computedTokens === this.totalTokens;
  }
}

function step(scheduler: Scheduler<FakeSequence>) {
  const schedule = scheduler.schedule();
  for (const { sequence, tokens } of schedule.prefill) {
    sequence.compute(tokens);
  }
  for (const sequence of schedule.decode) {
    sequence.compute(1);
  }
  for (const sequence of scheduler.running.filter(({ finished }) => finished)) {
    scheduler.remove(sequence);
  }
  return schedule;
}

function createScheduler(
  maxNumSeqs: number,
  maxBatchedTokens: number,
  allocate: (sequence: FakeSequence) => boolean = () => true,
) {
  return new Scheduler<FakeSequence>({ maxNumSeqs, maxBatchedTokens, allocate });
}

describe("Scheduler", () => {
  it("ends a prompt's chunks at the cacheable prefix", () => {
    const scheduler = createScheduler(2, 102);
    const sequence = new FakeSequence(300, 130);
    scheduler.add(sequence);
    while (scheduler.hasWork) {
      step(scheduler);
    }
    expect(sequence.chunks).toEqual([100, 30, 100, 70]);
  });

  it("cuts a prompt the same way, whatever else runs", () => {
    const alone = new FakeSequence(250, 40);
    const among = new FakeSequence(250, 40);
    const first = createScheduler(4, 104);
    first.add(alone);
    const second = createScheduler(4, 104);
    second.add(
      new FakeSequence(
        1,
        0,
        Array.from({ length: 50 }, () => 1),
      ),
    );
    second.add(
      new FakeSequence(
        1,
        0,
        Array.from({ length: 50 }, () => 1),
      ),
    );
    step(second);
    second.add(among);
    for (let steps = 0; steps < 20; steps += 1) {
      step(first);
      step(second);
    }
    expect(among.chunks).toEqual(alone.chunks);
  });

  it("decodes running sequences in every step of another's prefill", () => {
    const scheduler = createScheduler(4, 104);
    const decoding = new FakeSequence(2, 0, [1, 1, 1, 1, 1, 1]);
    scheduler.add(decoding);
    step(scheduler);
    scheduler.add(new FakeSequence(400, 0));
    for (let steps = 0; steps < 4; steps += 1) {
      const { prefill, decode } = step(scheduler);
      expect(decode).toEqual([decoding]);
      expect(prefill).toHaveLength(1);
    }
  });

  it("starts no prompt before an older one is complete, so that its prefix can be reused", () => {
    const admitted: FakeSequence[] = [];
    const scheduler = createScheduler(4, 204, (sequence) => admitted.push(sequence) > 0);
    const [older, younger] = [new FakeSequence(110, 100), new FakeSequence(110, 100)];
    scheduler.add(older);
    scheduler.add(younger);
    step(scheduler);
    expect([older.computedTokens, admitted]).toEqual([100, [older]]);
    step(scheduler);
    expect([older.computedTokens, admitted]).toEqual([110, [older, younger]]);
  });

  it("starts after the tokens that allocate has found in the cache", () => {
    const scheduler = createScheduler(1, 101, (sequence) => {
      sequence.computedTokens = sequence.cacheableTokens;
      return true;
    });
    const sequence = new FakeSequence(90, 80);
    scheduler.add(sequence);
    expect(scheduler.schedule().prefill).toEqual([{ sequence, tokens: 10 }]);
  });

  it("keeps a sequence without a slot waiting, and the younger ones after it", () => {
    let slots = 1;
    const scheduler = createScheduler(4, 104, () => (slots -= 1) >= 0);
    const [first, second] = [new FakeSequence(10, 0), new FakeSequence(10, 0)];
    scheduler.add(first);
    scheduler.add(second);
    expect(scheduler.schedule().prefill).toEqual([{ sequence: first, tokens: 10 }]);
    expect(scheduler.waiting).toEqual([second]);
  });

  it("preempts the youngest, which is the next to run again", () => {
    const scheduler = createScheduler(3, 103);
    const [a, b, c, d] = Array.from({ length: 4 }, () => new FakeSequence(10, 0, [1, 1, 1]));
    for (const sequence of [a!, b!, c!, d!]) scheduler.add(sequence);
    step(scheduler);
    expect(scheduler.preempt()).toBe(c);
    expect(scheduler.preempt()).toBe(b);
    expect(scheduler.preempt()).toBeUndefined();
    expect([scheduler.running, scheduler.waiting]).toEqual([[a], [b, c, d]]);
  });

  it("limits chunks while others decode", () => {
    const scheduler = new Scheduler<FakeSequence>({
      maxNumSeqs: 2,
      maxBatchedTokens: 102,
      maxChunkWhileDecoding: 40,
      allocate: () => true,
    });
    scheduler.add(new FakeSequence(1, 0, [1, 1, 1]));
    step(scheduler);
    const long = new FakeSequence(200, 0);
    scheduler.add(long);
    while (scheduler.hasWork) step(scheduler);
    expect(long.chunks).toEqual([40, 40, 40, 80]);
  });

  it("removes waiting and running sequences", () => {
    const scheduler = createScheduler(1, 101);
    const [running, waiting] = [new FakeSequence(10, 0, [1, 1]), new FakeSequence(10, 0)];
    scheduler.add(running);
    scheduler.add(waiting);
    step(scheduler);
    expect([scheduler.remove(waiting), scheduler.remove(running)]).toEqual([false, true]);
    expect(scheduler.remove(running)).toBe(false);
    expect(scheduler.hasWork).toBe(false);
    expect(scheduler.schedule()).toEqual({ prefill: [], decode: [] });
  });

  it("rejects limits that leave no room", () => {
    expect(() => createScheduler(0, 10)).toThrow(RangeError);
    expect(() => createScheduler(4, 4)).toThrow(RangeError);
    expect(() => createScheduler(1.5, 10)).toThrow(RangeError);
  });

  it("keeps its limits and starves no sequence, whatever is added and removed", () => {
    const arrival = fc.record({
      at: fc.nat(60),
      prompt: fc.integer({ min: 1, max: 400 }),
      shared: fc.nat(500),
      forced: fc.nat(5),
      growth: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 12 }),
      abortAt: fc.option(fc.nat(120)),
    });
    fc.assert(
      fc.property(
        fc.array(arrival, { maxLength: 24 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 90 }),
        (arrivals, maxNumSeqs, room) => {
          const maxBatchedTokens = maxNumSeqs + room;
          const admitted: FakeSequence[] = [];
          const scheduler = createScheduler(
            maxNumSeqs,
            maxBatchedTokens,
            (sequence) => admitted.push(sequence) > 0,
          );
          const items = arrivals.map((item) => ({
            ...item,
            sequence: new FakeSequence(
              item.prompt,
              Math.min(item.shared, item.prompt - 1),
              item.growth,
              item.forced,
            ),
          }));
          const expectedOrder: FakeSequence[] = [];
          const mostSteps =
            121 + items.reduce((sum, item) => sum + item.prompt + 9 * item.growth.length + 10, 0);
          for (let now = 0; now < 121 || scheduler.hasWork; now += 1) {
            expect(now).toBeLessThan(mostSteps);
            for (const item of items) {
              if (item.at === now) {
                scheduler.add(item.sequence);
                expectedOrder.push(item.sequence);
              }
              if (item.abortAt === now && now > item.at) {
                scheduler.remove(item.sequence);
              }
            }
            const before = scheduler.running.filter(
              ({ totalTokens, computedTokens }) => totalTokens - computedTokens === 1,
            );
            const { prefill, decode } = step(scheduler);
            expect(decode).toEqual(before);
            expect(decode.length + prefill.reduce((sum, chunk) => sum + chunk.tokens, 0)).toBeLessThanOrEqual(
              maxBatchedTokens,
            );
            expect(scheduler.running.length).toBeLessThanOrEqual(maxNumSeqs);
            expect(prefill.every(({ tokens }) => tokens >= 1)).toBe(true);
          }
          const aborted = new Set(items.filter((item) => item.abortAt !== null).map((item) => item.sequence));
          expect(items.every(({ sequence }) => sequence.finished || aborted.has(sequence))).toBe(true);
          expect(admitted).toEqual(expectedOrder.filter((sequence) => admitted.includes(sequence)));
        },
      ),
      { numRuns: 150 },
    );
  });
});
