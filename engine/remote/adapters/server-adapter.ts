import type { JsonSchema, ReasoningEffort } from "../../engine.ts";
import type { Finish } from "../errors.ts";
import type { HttpClient } from "../wire/http-client.ts";
import type { ServerKind } from "../remote-options.ts";
import type { TokenChoice } from "../wire/token-choice.ts";

/** What a server reports about itself. */
export interface ServerIdentity {
  readonly model: string;
  /** Of the server's software; "unknown" if it is not reported. */
  readonly version: string;
  /** Maximum length of prompt plus output; null if it is not reported. */
  readonly maxContextTokens: number | null;
  /** Requests that it processes concurrently (others wait); absent if it is not reported. */
  readonly maxInFlight?: number | null;
}

interface Adapter {
  readonly kind: ServerKind;
  /**
   * Requests the identity, without generating. `model` is the configured name, null for the only model.
   * Throws EngineError: not retryable if waiting does not help.
   */
  identify(client: HttpClient, model: string | null, signal: AbortSignal): Promise<ServerIdentity>;
}

/** A server that continues a prompt of token ids. */
export interface TokenAdapter extends Adapter {
  readonly prompts: "tokens";
  complete(client: HttpClient, step: TokenStep, signal: AbortSignal): Promise<TokenCompletion>;
}

/** A server that takes only messages and renders them with its own template. */
export interface ChatAdapter extends Adapter {
  readonly prompts: "messages";
  /** Whether the model reasons again in the second step, because the API cannot continue from its analysis. */
  readonly thinksAgain: boolean;
  chat(client: HttpClient, step: ChatStep, signal: AbortSignal): Promise<ChatCompletion>;
}

export type ServerAdapter = TokenAdapter | ChatAdapter;

/** One request of a decoding procedure, for every API. */
export interface Step {
  readonly model: string;
  readonly maxTokens: number;
  /** Null for free text. */
  readonly schema: JsonSchema | null;
  /** Null decodes greedily; a number samples from the full distribution at temperature 1. */
  readonly seed: number | null;
  /** Number of likeliest tokens to return at each position; 0 for none. */
  readonly topLogprobs: number;
}

export interface TokenStep extends Step {
  readonly prompt: readonly number[];
  /** Generation ends at any of these. */
  readonly stopTokens: readonly number[];
}

export interface ChatStep extends Step {
  /** Policy and response formats. */
  readonly instructions: string;
  readonly content: string;
  readonly reasoningEffort: ReasoningEffort;
  /** The analysis of the first step; null in the first step. */
  readonly analysis: string | null;
  /** The context that the server must provide, in tokens. */
  readonly contextTokens: number;
}

interface Completion {
  readonly finish: Finish;
  /** Prompt tokens that the server read; null if they are not reported. */
  readonly promptTokens: number | null;
  /** Prompt tokens from the cache; null if they are not reported. */
  readonly cachedTokens: number | null;
  /** Empty if the server returns no log-probabilities. */
  readonly choices: readonly TokenChoice[];
}

export interface TokenCompletion extends Completion {
  /** The generated tokens; the token that ended generation may be included. */
  readonly tokens: readonly number[];
}

export interface ChatCompletion extends Completion {
  /** "" if there is none. */
  readonly reasoning: string;
  /** "" if there is none. */
  readonly content: string;
  readonly completionTokens: number;
}
