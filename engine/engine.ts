import type { JsonSchema } from "./grammar/json-schema.ts";
import type { RenderedPrompt } from "./harmony/render-prompt.ts";

export type { JsonSchema } from "./grammar/json-schema.ts";
export type { ReasoningEffort } from "./harmony/conversation.ts";

/**
 * One request to a model: a rendered prompt, and the schema of the output.
 *
 * Every engine decodes in two steps: free analysis up to `maxReasoningTokens`, then the engine's own
 * final-channel header and an output under the grammar of `outputSchema`. The output is therefore complete
 * after a bounded number of tokens, whatever the model generates.
 */
export interface GenerateRequest {
  readonly prompt: RenderedPrompt;
  /** The grammar of the output: a closed object schema (see engine/grammar/compile-grammar.ts for the subset). */
  readonly outputSchema: JsonSchema;
  /** Tokens of analysis before the final header is forced. 0 skips the analysis. */
  readonly maxReasoningTokens: number;
  /** Null decodes greedily; a number samples from the full distribution at temperature 1 with this seed. */
  readonly seed: number | null;
  /**
   * A top-level property of the output whose value is one of `values`: their log-probabilities are read
   * at the token that chooses between them.
   */
  readonly label?: { readonly property: string; readonly values: readonly number[] };
  /** Set for the second attempt: the output that was not valid, and why. */
  readonly repair?: { readonly reasoning: string; readonly final: string; readonly problem: string };
}

/** Token counts of one generation. `cachedTokens` is the part of `promptTokens` that was found in the prefix cache. */
export interface Usage {
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly reasoningTokens: number;
  readonly completionTokens: number;
}

/** The output of a model. `final` is never empty and never truncated: those are errors (see errors.ts). */
export interface GenerateResult {
  /** The analysis channel, for audit only. */
  readonly reasoning: string;
  /** The final channel: JSON text, which satisfies the grammar of the request if the engine can enforce it. */
  readonly final: string;
  readonly usage: Usage;
  /**
   * Natural log-probability of each label value, keyed by the value's spelling: over the whole vocabulary, or
   * over the tokens that the grammar allows if a server returns only that (the difference of two is the same).
   * Null if the engine cannot read it.
   */
  readonly labelLogprobs: Readonly<Record<string, number>> | null;
}

/** The model and the engine, as every verdict records them. Known after the start. */
export interface EngineInfo {
  /** The model's name, followed in parentheses by the warning if there is one. */
  readonly model: string;
  /** SHA-256 of its weights, lower-case hex; null if unknown. */
  readonly weightsSha256: string | null;
  /** What computes: "onnx" (ONNX Runtime), "webgpu" (Gavel's own kernels on a GPU), or the kind of model server. */
  readonly engine: string;
  /** Its version; of a local engine, also the device. */
  readonly engineVersion: string;
  /** Set for a test or demonstration model, whose verdicts must not be relied on; must be shown with every verdict. */
  readonly warning: string | null;
  /** Maximum length of prompt plus output, in tokens. */
  readonly maxContextTokens: number;
  /** Number of concurrent requests beyond which throughput does not increase. */
  readonly maxConcurrency: number;
}

export type EngineHealth =
  | { readonly status: "ready" }
  | { readonly status: "starting" | "down" | "closed"; readonly detail: string };

/** One of the model servers that an engine uses. */
export interface ModelServerState {
  /** Host and port, never credentials. */
  readonly address: string;
  /**
   * up: gets requests. ejected: failed, gets none until a probe succeeds. probation: one request at a time after that.
   */
  readonly status: "up" | "probation" | "ejected";
  readonly inFlight: number;
  readonly maxInFlight: number;
  /** How often it was ejected since the start. */
  readonly ejections: number;
  /** Until the next probe. Null unless it is ejected. */
  readonly retryInMs: number | null;
}

/** What an engine is doing now, as far as it is known. */
export interface EngineLoad {
  readonly running: number;
  /** Requests that wait for a slot in the engine. */
  readonly waiting: number;
  /** The part of the KV cache that running requests occupy, from 0 to 1. Null if it is unknown. */
  readonly kvCacheShare: number | null;
  /** Empty for a model that runs on this machine. */
  readonly servers: readonly ModelServerState[];
}

/**
 * A model that generates outputs. This is the public interface of engine/: no caller knows which engine runs.
 *
 * Every failure is an EngineError. Aborting `signal` frees the engine's resources and rejects with
 * `EngineAbortedError`.
 */
export interface Engine {
  /** Loads the model. Resolves when it is ready; rejects if it can never be. */
  start(): Promise<void>;
  /** Throws `EngineUnavailableError` before `start` has resolved. */
  info(): EngineInfo;
  generate(request: GenerateRequest, options: { readonly signal: AbortSignal }): Promise<GenerateResult>;
  health(): EngineHealth;
  load(): EngineLoad;
  /** Calls `listener` each time the model becomes ready again after a failure. */
  onRestart(listener: () => void): void;
  /** Waits up to `graceMs` for running requests, then fails them; idempotent. */
  close(options?: { readonly graceMs?: number }): Promise<void>;
}
