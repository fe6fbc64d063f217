import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { EngineFailedError, EngineUnavailableError } from "../../engine/errors.ts";
import { SupervisedEngine, type SupervisorOptions } from "../../engine/local/process/supervised-engine.ts";
import { eventually } from "../helpers/eventually.ts";
import { generateRequest } from "../helpers/generate-request.ts";
import { createTestModel, type TestModel } from "../helpers/test-model.ts";

let model: TestModel;
const engines: SupervisedEngine[] = [];

beforeAll(async () => {
  model = await createTestModel();
});
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close({ graceMs: 0 })));
});
afterAll(() => model.remove());

async function startEngine(options: SupervisorOptions = {}): Promise<SupervisedEngine> {
  const engine = new SupervisedEngine(model.options, options);
  engines.push(engine);
  await engine.start();
  return engine;
}

/** Starts an engine that a signal makes hang, until it is restarted. */
async function startHangingEngine(options: SupervisorOptions): Promise<SupervisedEngine> {
  vi.stubEnv("NODE_OPTIONS", `--import ${new URL("../helpers/hang-on-signal.mjs", import.meta.url)}`);
  try {
    return await startEngine(options);
  } finally {
    vi.unstubAllEnvs();
  }
}

function ask(engine: SupervisedEngine, content: string, maxReasoningTokens = 8) {
  return engine.generate(generateRequest(content, { maxReasoningTokens }), {
    signal: AbortSignal.timeout(300_000),
  });
}

function restarted(engine: SupervisedEngine): Promise<void> {
  return new Promise((resolve) => engine.onRestart(resolve));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe("the engine's process", () => {
  it("is killed during 20 requests: they fail with retryable errors, and it restarts", async () => {
    const engine = await startEngine();
    const pid = engine.pid!;
    const back = restarted(engine);
    const settled = Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => ask(engine, `Item ${index}`, index < 4 ? 0 : 2000)),
    );
    await sleep(500);
    process.kill(pid, "SIGKILL");

    const outcomes = await settled;
    const failed = outcomes.flatMap((outcome) =>
      outcome.status === "rejected" ? [outcome.reason as unknown] : [],
    );
    expect(failed.length).toBeGreaterThanOrEqual(16);
    for (const reason of failed) {
      expect(reason).toBeInstanceOf(EngineUnavailableError);
      expect(reason).toMatchObject({ retryable: true });
    }
    expect(engine.health().status).not.toBe("ready");
    await expect(ask(engine, "while it is down")).rejects.toBeInstanceOf(EngineUnavailableError);

    await back;
    expect(engine.health()).toEqual({ status: "ready" });
    expect(engine.pid).not.toBe(pid);
    const answers = await Promise.all(Array.from({ length: 5 }, (_, index) => ask(engine, `After ${index}`)));
    expect(answers.every(({ final }) => final.startsWith("{"))).toBe(true);
  });

  it("restarts every time", async () => {
    const engine = await startEngine();
    for (let round = 0; round < 3; round += 1) {
      const answer = await ask(engine, `Round ${round}`, 0);
      expect(answer.final).toContain("violation");
      const back = restarted(engine);
      process.kill(engine.pid!, "SIGKILL");
      await back;
    }
  });

  it("is down while its model hangs and its process runs, and ready when the model continues", async () => {
    const engine = await startHangingEngine({ hangingMs: 2_000 });
    const pid = engine.pid!;
    process.kill(pid, "SIGUSR2");
    const asked = ask(engine, "Anybody there?");
    await eventually(() =>
      expect(engine.health()).toEqual({
        status: "down",
        detail: "The engine process has work but makes no progress.",
      }),
    );
    process.kill(pid, "SIGUSR2");
    expect((await asked).final).toContain("violation");
    await eventually(() => expect(engine.health()).toEqual({ status: "ready" }));
    expect(engine.pid).toBe(pid);
  });

  it.each([
    ["its model never ends a run, while heartbeat and pulse continue", "SIGUSR2"],
    ["a run blocks it, while its pulse continues", "SIGHUP"],
  ] as const)("is killed and started again when %s", async (_, signal) => {
    const engine = await startHangingEngine({ hangingMs: 6_000, maxIdleMs: 15_000 });
    const pid = engine.pid!;
    const back = restarted(engine);
    process.kill(pid, signal);
    await expect(ask(engine, "Anybody there?")).rejects.toBeInstanceOf(EngineUnavailableError);
    await back;
    expect(isAlive(pid)).toBe(false);
    expect((await ask(engine, "And now?")).final).toContain("violation");
  });

  it("is down while it is frozen and idle, and ready when it continues", async () => {
    const engine = await startEngine();
    const pid = engine.pid!;
    process.kill(pid, "SIGSTOP");
    await eventually(() => expect(engine.health().status).toBe("down"));
    await expect(ask(engine, "Anybody there?")).rejects.toBeInstanceOf(EngineUnavailableError);
    process.kill(pid, "SIGCONT");
    await eventually(() => expect(engine.health()).toEqual({ status: "ready" }));
    expect(engine.pid).toBe(pid);
    expect((await ask(engine, "Good morning.")).final).toContain("violation");
  });

  it("is killed and started again when it stays frozen", async () => {
    const engine = await startEngine();
    const pid = engine.pid!;
    const back = restarted(engine);
    process.kill(pid, "SIGSTOP");
    await back;
    expect(isAlive(pid)).toBe(false);
    expect((await ask(engine, "And now?")).final).toContain("violation");
  });

  it("ends with its parent process, even if that is killed", async () => {
    const script = fileURLToPath(new URL("../helpers/engine-parent.ts", import.meta.url));
    const parent = spawn(process.execPath, ["--import", "tsx", script, JSON.stringify(model.options)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = (await once(parent.stdout, "data")) as [Buffer];
    const pid = Number(line.toString());
    expect(isAlive(pid)).toBe(true);
    parent.kill("SIGKILL");
    await eventually(() => expect(isAlive(pid)).toBe(false));
  });

  it("ends when the engine is closed", async () => {
    const engine = await startEngine();
    const pid = engine.pid!;
    await engine.close();
    expect(isAlive(pid)).toBe(false);
    expect(engine.pid).toBeUndefined();
  });

  it("does not end on a signal to the process group: the service closes it", async () => {
    const engine = await startEngine();
    process.kill(engine.pid!, "SIGINT");
    process.kill(engine.pid!, "SIGTERM");
    expect((await ask(engine, "Still there?")).final).toContain("violation");
  });

  it("can be closed while it starts", async () => {
    const engine = new SupervisedEngine(model.options);
    const started = engine.start();
    void started.catch(() => {});
    await engine.close();
    await expect(started).rejects.toBeInstanceOf(EngineUnavailableError);
    expect(engine.health().status).toBe("closed");
  });
});

describe("a model that cannot be loaded", () => {
  it("fails the start with the reason, and is not retried", async () => {
    const lines: string[] = [];
    const engine = new SupervisedEngine(
      { ...model.options, modelDirectory: "/nowhere/at/all" },
      { onLog: (line) => lines.push(line) },
    );
    engines.push(engine);
    const error: unknown = await engine.start().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(EngineFailedError);
    expect(error).toMatchObject({ retryable: false, message: expect.stringContaining("/nowhere/at/all") });
    expect(engine.health().status).toBe("down");
    expect(lines.join("\n")).toContain("the directory /nowhere/at/all does not exist");
  });
});

describe("the first start", () => {
  it("builds the model once, and reports progress", async () => {
    const fresh = await createTestModel();
    const steps: string[] = [];
    const notices: string[] = [];
    const start = async () => {
      const engine = new SupervisedEngine(fresh.options, {
        onProgress: ({ step }) => steps.push(step),
        onNotice: ({ message }) => notices.push(message),
      });
      engines.push(engine);
      await engine.start();
      expect(engine.info()).toMatchObject({
        engine: "onnx",
        warning: "untrained test model",
        model: "gavel-test-model (untrained test model)",
      });
    };
    await start();
    expect(steps).toContain("building model");
    expect(steps).toContain("loading model");
    expect(notices).toHaveLength(2);
    expect(notices[0]).toContain(" is a checkpoint: a model for cpu is now built from it, once, in ");
    steps.length = 0;
    notices.length = 0;
    await start();
    expect(steps).not.toContain("building model");
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(/^The model runs on cpu \(onnxruntime-node [\d.]+, cpu\)\.$/);
    await fresh.remove();
  });
});
