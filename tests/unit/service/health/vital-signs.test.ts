import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Heartbeat, Judge } from "../../../../service/health/heartbeat-store.ts";
import type { Check } from "../../../../service/health/readiness.ts";
import { VitalSigns } from "../../../../service/health/vital-signs.ts";

const REPORT = {
  role: "api",
  version: "0.1.0",
  started_at: "2026-11-28T09:00:00.000Z",
  worker: null,
} as const;

/** Scripted stores. */
class Stores {
  readonly written: Heartbeat[] = [];
  workers: readonly Judge[] = [];
  takesWrites = true;
  ownConnectionsWork = true;
  queueWorks = true;

  readonly heartbeats = {
    beat: async (heartbeat: Heartbeat): Promise<readonly Judge[]> => {
      if (!this.takesWrites) throw new Error("no writes");
      this.written.push(heartbeat);
      return this.workers;
    },
    leave: async (): Promise<void> => undefined,
  };
  readonly database = { ping: async () => this.#fail(!this.ownConnectionsWork, "no connection") };
  readonly queue = { ping: async () => this.#fail(!this.queueWorks, "refuses writes") };

  #fail(fails: boolean, why: string): void {
    if (fails) throw new Error(why);
  }
}

describe("vital signs", () => {
  let stores: Stores;
  const closing: VitalSigns[] = [];
  const start = (engine: (() => Check) | null, databaseIsEmbedded = false): VitalSigns => {
    const { heartbeats, database, queue } = stores;
    const signs = new VitalSigns({
      heartbeats,
      database,
      queue,
      databaseIsEmbedded,
      engine,
      report: () => REPORT,
    });
    closing.push(signs);
    signs.start();
    return signs;
  };
  beforeEach(() => {
    vi.useFakeTimers();
    stores = new Stores();
  });
  afterEach(async () => {
    for (const signs of closing.splice(0)) await signs.close();
    vi.useRealTimers();
  });

  it("of an API process report that no worker can judge, and why", async () => {
    const signs = start(null);
    await vi.advanceTimersByTimeAsync(1000);
    expect(signs.readiness().ready).toBe(false);
    expect(signs.readiness().checks.engine.detail).toContain(
      "no worker can judge: no worker has sent a heartbeat",
    );
    stores.workers = [{ judges: false, detail: "down: the engine process does not respond" }];
    await vi.advanceTimersByTimeAsync(1000);
    expect(signs.readiness().checks.engine.detail).toContain("no worker can judge: down: the engine process");
    stores.workers = [...stores.workers, { judges: true, detail: "" }];
    await vi.advanceTimersByTimeAsync(1000);
    expect(signs.readiness()).toMatchObject({
      ready: true,
      checks: { engine: { ok: true, detail: "1 of 2 workers can judge" } },
    });
  });

  it("of a worker include its engine's state, and do not count while it gets no items", async () => {
    let engine: Check = { ok: true, detail: "self-test passed" };
    const signs = start(() => engine);
    await vi.advanceTimersByTimeAsync(1000);
    expect(stores.written.at(-1)?.judge).toEqual({ judges: true, detail: "self-test passed" });
    stores.queueWorks = false;
    await vi.advanceTimersByTimeAsync(2000);
    expect(stores.written.at(-1)?.judge).toEqual({ judges: false, detail: "queue: refuses writes" });
    stores.queueWorks = true;
    engine = { ok: false, detail: "down: frozen" };
    await vi.advanceTimersByTimeAsync(2000);
    expect(stores.written.at(-1)?.judge).toEqual({ judges: false, detail: "down: frozen" });
    expect(signs.readiness().ready).toBe(false);
  });

  it("are not ready while a store refuses writes", async () => {
    const signs = start(() => ({ ok: true }));
    await vi.advanceTimersByTimeAsync(1000);
    expect(signs.readiness().ready).toBe(true);
    stores.takesWrites = false;
    await vi.advanceTimersByTimeAsync(1000);
    expect(signs.readiness().checks.database).toEqual({ ok: false, detail: "no writes" });
    stores.takesWrites = true;
    stores.queueWorks = false;
    await vi.advanceTimersByTimeAsync(1000);
    expect(signs.readiness().checks).toMatchObject({ database: { ok: true }, queue: { ok: false } });
  });

  it("report a process as unrecoverable if its own connections fail while a new one works, and only then", async () => {
    const signs = start(null);
    await vi.advanceTimersByTimeAsync(1000);
    stores.ownConnectionsWork = false;
    stores.takesWrites = false;
    await vi.advanceTimersByTimeAsync(300_000);
    expect(signs.canRecover()).toBe(true);
    stores.takesWrites = true;
    await vi.advanceTimersByTimeAsync(1000);
    expect(signs.canRecover()).toBe(false);
  });

  it("report a process as unrecoverable if its embedded database fails for a minute", async () => {
    const signs = start(() => ({ ok: true }), true);
    await vi.advanceTimersByTimeAsync(1000);
    stores.ownConnectionsWork = false;
    stores.takesWrites = false;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(signs.canRecover()).toBe(true);
    await vi.advanceTimersByTimeAsync(31_000);
    expect(signs.canRecover()).toBe(false);
  });
});
