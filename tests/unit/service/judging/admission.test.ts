import { describe, expect, it, vi } from "vitest";
import { Admission, type AdmissionRequest } from "../../../../service/judging/admission.ts";
import type { BacklogState, UnsettledGroup } from "../../../../service/judging/backlog-store.ts";
import { readConfig } from "../../../../service/config/read-config.ts";

const CAPACITY = { slots: 4, perSecond: 2 };

function ask(overrides: Partial<AdmissionRequest> = {}): AdmissionRequest {
  return { keyId: "mine", items: 1, priority: "interactive", waitMs: 30_000, ...overrides };
}

function group(keyId: string, items: number, overrides: Partial<UnsettledGroup> = {}): UnsettledGroup {
  return { keyId, priority: "interactive", awaited: true, inBacklog: true, items, ...overrides };
}

function admissionOver(state: BacklogState, env: Record<string, string> = {}): Admission {
  return new Admission(readConfig(env).config, { read: async () => state });
}

describe("Admission", () => {
  it("sends items to the queue immediately while workers have free slots", async () => {
    const admission = admissionOver({ groups: [], capacity: CAPACITY });
    const admitted = await Promise.all(Array.from({ length: 8 }, () => admission.admit(ask())));
    expect(admitted.map(({ inBacklog }) => inBacklog)).toEqual([
      ...Array.from({ length: 6 }, () => false),
      true,
      true,
    ]);
  });

  it("always makes items of batches wait for their turn", async () => {
    const admission = admissionOver({ groups: [], capacity: CAPACITY });
    expect(await admission.admit(ask({ priority: "batch", waitMs: null }))).toMatchObject({
      inBacklog: true,
    });
  });

  it("refuses an item whose caller does not wait long enough, with Retry-After", async () => {
    const admission = admissionOver({ groups: [group("mine", 100)], capacity: CAPACITY });
    await expect(admission.admit(ask())).rejects.toMatchObject({ code: "overloaded", retryAfterSeconds: 34 });
    await admission.admit(ask({ waitMs: 120_000 }));
    await admission.admit(ask({ waitMs: null }));
    await admission.admit(ask({ keyId: "other" }));
  });

  it("counts admitted items immediately, and releases those that were not accepted", async () => {
    const admission = admissionOver({ groups: [], capacity: CAPACITY });
    const answers = await Promise.allSettled(Array.from({ length: 100 }, () => admission.admit(ask())));
    const admitted = answers.filter(({ status }) => status === "fulfilled");
    expect(admitted.length).toBeGreaterThan(30);
    expect(admitted.length).toBeLessThan(60);
    for (const answer of answers) if (answer.status === "fulfilled") answer.value.settle(0);
    await admission.admit(ask());
  });

  it("refuses items beyond the depth, and those of a key beyond its share", async () => {
    const state = { groups: [group("other", 60, { awaited: false })], capacity: CAPACITY };
    const env = {
      GAVEL_MAX_QUEUE_DEPTH: "100",
      GAVEL_KEY_QUEUE_SHARE: "50",
      GAVEL_KEY_LIMITS: "big=share:100",
    };
    const admission = admissionOver(state, env);
    const many = ask({ items: 41, waitMs: null });
    await expect(admission.admit(many)).rejects.toMatchObject({ code: "queue_full", retryAfterSeconds: 1 });
    await expect(admission.admit(ask({ keyId: "other", waitMs: null }))).rejects.toMatchObject({
      code: "queue_share_exceeded",
      retryAfterSeconds: 6,
    });
    await admission.admit(ask({ keyId: "big", items: 40, waitMs: null }));
  });

  it("refuses from memory while the backlog is counted again, and counts everything that it accepts", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      let reads = 0;
      const admission = new Admission(readConfig({}).config, {
        read: () => {
          reads += 1;
          const never = new Promise<BacklogState>(() => undefined);
          return reads === 1 ? Promise.resolve({ groups: [], capacity: CAPACITY }) : never;
        },
      });
      admission.refuseEarly(ask());
      for (let n = 0; n < 40; n += 1) (await admission.admit(ask({ waitMs: 600_000 }))).settle(1);
      // A new count begins and never ends: what was accepted since the last one still counts.
      vi.advanceTimersByTime(300);
      for (let n = 0; n < 50; n += 1) {
        expect(() => admission.refuseEarly(ask())).toThrow(expect.objectContaining({ code: "overloaded" }));
      }
      await expect(admission.admit(ask())).rejects.toMatchObject({ code: "overloaded" });
      admission.refuseEarly(ask({ waitMs: null }));
      expect(reads).toBe(2);
      // The last count is too old for a refusal.
      vi.advanceTimersByTime(5000);
      admission.refuseEarly(ask());
      expect(reads).toBe(2);
    } finally {
      vi.useRealTimers();
    }
  });

  it("waits for a new count after a pause: waiting items may have been judged", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      const states = [
        { groups: [group("mine", 100)], capacity: CAPACITY },
        { groups: [], capacity: CAPACITY },
      ];
      const admission = new Admission(readConfig({}).config, { read: async () => states.shift()! });
      await expect(admission.admit(ask())).rejects.toMatchObject({ code: "overloaded" });
      vi.advanceTimersByTime(1000);
      admission.refuseEarly(ask());
      await admission.admit(ask());
    } finally {
      vi.useRealTimers();
    }
  });

  it("rejects if the backlog cannot be read, and reads it again", async () => {
    let reads = 0;
    const admission = new Admission(readConfig({}).config, {
      read: async () => {
        reads += 1;
        if (reads === 1) throw new Error("database down");
        return { groups: [], capacity: CAPACITY };
      },
    });
    await expect(admission.admit(ask())).rejects.toThrow("database down");
    await Promise.all(Array.from({ length: 20 }, () => admission.admit(ask({ waitMs: null }))));
    expect(reads).toBe(2);
  });
});
