import { setTimeout as sleep } from "node:timers/promises";
import type {
  Engine,
  EngineHealth,
  EngineInfo,
  EngineLoad,
  GenerateRequest,
  GenerateResult,
} from "../../engine/engine.ts";
import { EngineAbortedError, EngineUnavailableError } from "../../engine/errors.ts";
import { IDLE_LOAD } from "../../engine/idle-load.ts";

export const SAFE_ANSWER = JSON.stringify({
  violation: 0,
  policy_category: null,
  rule_ids: [],
  confidence: "high",
  rationale: "Nothing here meets a rule.",
});

/** The final text, or a whole result, or an error to throw; called once per generation. */
export type Answer = (request: GenerateRequest, call: number) => string | Partial<GenerateResult> | Error;

/**
 * An engine that returns what the test specifies, at the only interface that may have a fake. Without `answer` every
 * item is judged not to violate, immediately.
 */
export class FakeEngine implements Engine {
  readonly requests: GenerateRequest[] = [];
  readonly #answer: Answer;
  readonly #delayMs: number;
  readonly #restartListeners: (() => void)[] = [];
  status: "starting" | "ready" | "down" | "closed" = "starting";

  constructor(answer: Answer = () => SAFE_ANSWER, { delayMs = 0 }: { readonly delayMs?: number } = {}) {
    this.#answer = answer;
    this.#delayMs = delayMs;
  }

  async start(): Promise<void> {
    this.status = "ready";
  }

  info(): EngineInfo {
    return {
      model: "fake",
      weightsSha256: null,
      engine: "fake",
      engineVersion: "0",
      warning: null,
      maxContextTokens: 131_072,
      maxConcurrency: 64,
    };
  }

  async generate(
    request: GenerateRequest,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<GenerateResult> {
    this.requests.push(request);
    const call = this.requests.length;
    if (this.status !== "ready") throw new EngineUnavailableError("the engine is not ready");
    if (this.#delayMs > 0) await sleep(this.#delayMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) throw new EngineAbortedError("aborted");
    const answer = this.#answer(request, call);
    if (answer instanceof Error) throw answer;
    return {
      reasoning: "",
      final: SAFE_ANSWER,
      usage: {
        promptTokens: request.prompt.tokens.length,
        cachedTokens: 0,
        reasoningTokens: 0,
        completionTokens: 1,
      },
      labelLogprobs: null,
      ...(typeof answer === "string" ? { final: answer } : answer),
    };
  }

  health(): EngineHealth {
    return this.status === "ready"
      ? { status: "ready" }
      : { status: this.status, detail: "as the test says" };
  }

  load(): EngineLoad {
    return IDLE_LOAD;
  }

  onRestart(listener: () => void): void {
    this.#restartListeners.push(listener);
  }

  /** The engine is lost and restarts, as after a crash of its process. */
  restart(): void {
    this.status = "ready";
    for (const listener of this.#restartListeners) listener();
  }

  async close(): Promise<void> {
    this.status = "closed";
  }
}
