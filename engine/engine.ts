import type { JsonSchema } from "./grammar/json-schema.ts";
import type { RenderedPrompt } from "./harmony/render-prompt.ts";

export type { JsonSchema } from "./grammar/json-schema.ts";
export type { ReasoningEffort } from "./harmony/conversation.ts";

/**
 * One question to a model: a rendered prompt, and the shape its answer must have.
 *
 * Decoding has two steps on every engine: free analysis up to `maxReasoningTokens`, then the engine's own
 * final-channel header and an answer under the grammar of `outputSchema`. An answer is therefore reached
 * within a bounded number of tokens, whatever the model does.
 */
export interface GenerateRequest {
  readonly prompt: RenderedPrompt;
  /** The grammar of the answer: a closed object schema (see engine/grammar/compile-grammar.ts for the subset). */
  readonly outputSchema: JsonSchema;
  /** Tokens of analysis before the final header is forced. 0 skips the analysis. */
  readonly maxReasoningTokens: number;
  /** Null decodes greedily; a number samples from the full distribution at temperature 1 with this seed. */
  readonly seed: number | null;
  /**
   * A top-level property of the answer whose value is one of `values`: its log-probabilities are read
   * at the token where the model chooses.
   */
  readonly label?: { readonly property: string; readonly values: readonly number[] };
  /** Set on the second attempt: the answer that did not validate, and why. */
  readonly repair?: { readonly reasoning: string; readonly final: string; readonly problem: string };
}

/** Token counts of one generation. `cachedTokens` is the part of `promptTokens` that was not computed again. */
export interface Usage {
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly reasoningTokens: number;
  readonly completionTokens: number;
}

/** What the model said. `final` is never empty and never cut: those are errors (see errors.ts). */
export interface GenerateResult {
  /** The analysis channel, for audit only. */
  readonly reasoning: string;
  /** The final channel: JSON text that satisfies the grammar of the request where the engine can enforce it. */
  readonly final: string;
  readonly usage: Usage;
  /**
   * Natural log-probability of each label value, keyed by the value's spelling: over the whole vocabulary, or
   * over what the grammar allows there where a server tells only that (the difference of two is the same).
   * Null where the engine cannot read it.
   */
  readonly labelLogprobs: Readonly<Record<string, number>> | null;
}

/** Which model answers, in words that belong in every verdict. Known once the engine has started. */
export interface EngineInfo {
  /** The model's name, with "(untrained test model)" behind it where that is what it is. */
  readonly model: string;
  /** What computes: "onnx" (ONNX Runtime), "webgpu" (kernels of ours on a graphics device), or a kind of server. */
  readonly engine: string;
  /** Its version, and of a local engine the device. */
  readonly engineVersion: string;
  /** Set where the answers mean nothing: show it beside every verdict. */
  readonly warning: string | null;
  /** Longest prompt plus answer, in tokens. */
  readonly maxContextTokens: number;
  /** How many requests the engine gains from having in flight. */
  readonly maxConcurrency: number;
}

export type EngineHealth =
  | { readonly status: "ready" }
  | { readonly status: "starting" | "down" | "closed"; readonly detail: string };

/**
 * A model that answers questions. The only door of engine/: nothing outside knows which engine runs.
 *
 * Every failure is an EngineError. Aborting `signal` frees the engine's resources and rejects with
 * `EngineAbortedError`.
 */
export interface Engine {
  /** Loads the model. Resolves when it can answer; rejects if it never will. */
  start(): Promise<void>;
  /** Throws `EngineUnavailableError` before `start` has resolved. */
  info(): EngineInfo;
  generate(request: GenerateRequest, options: { readonly signal: AbortSignal }): Promise<GenerateResult>;
  health(): EngineHealth;
  /** Calls `listener` each time the model becomes ready again after it was lost. */
  onRestart(listener: () => void): void;
  /** Lets running requests finish within `graceMs`, then fails them; idempotent. */
  close(options?: { readonly graceMs?: number }): Promise<void>;
}
