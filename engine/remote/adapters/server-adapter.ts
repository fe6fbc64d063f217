import type { JsonSchema, ReasoningEffort } from "../../engine.ts";
import type { Finish } from "../errors.ts";
import type { HttpClient } from "../wire/http-client.ts";
import type { ServerKind } from "../remote-options.ts";
import type { TokenChoice } from "../wire/token-choice.ts";

/** Who answers behind a URL. */
export interface ServerIdentity {
  readonly model: string;
  /** Of the server's software; "unknown" if it does not say. */
  readonly version: string;
  /** Longest prompt plus answer; null if the server does not say. */
  readonly maxContextTokens: number | null;
  /** Requests that it takes at a time, the others would wait in it; absent if it does not say. */
  readonly maxInFlight?: number | null;
}

interface Adapter {
  readonly kind: ServerKind;
  /**
   * Asks the server what it serves, without generating. `model` is the configured name, null for the only one there.
   * Throws EngineError: not retryable if waiting will not help.
   */
  identify(client: HttpClient, model: string | null, signal: AbortSignal): Promise<ServerIdentity>;
}

/** A server that takes a prompt of token ids and goes on from there. */
export interface TokenAdapter extends Adapter {
  readonly prompts: "tokens";
  complete(client: HttpClient, step: TokenStep, signal: AbortSignal): Promise<TokenCompletion>;
}

/** A server that takes messages only and renders them by a template of its own. */
export interface ChatAdapter extends Adapter {
  readonly prompts: "messages";
  /** Whether the model thinks anew in the second step, for want of a way to go on from its analysis. */
  readonly thinksAgain: boolean;
  chat(client: HttpClient, step: ChatStep, signal: AbortSignal): Promise<ChatCompletion>;
}

export type ServerAdapter = TokenAdapter | ChatAdapter;

/** What both steps have on every wire. */
export interface Step {
  readonly model: string;
  readonly maxTokens: number;
  /** Null for free text. */
  readonly schema: JsonSchema | null;
  /** Null decodes greedily; a number samples from the full distribution at temperature 1. */
  readonly seed: number | null;
  /** How many likeliest tokens are wanted at each place; 0 for none. */
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
  /** What the model thought in the first step; null where this is the first. */
  readonly analysis: string | null;
  /** What the server must hold, in tokens. */
  readonly contextTokens: number;
}

interface Completion {
  readonly finish: Finish;
  /** Prompt tokens the server says it read; null where it does not say. */
  readonly promptTokens: number | null;
  /** Of the prompt, not computed again; null if the server does not say. */
  readonly cachedTokens: number | null;
  /** Empty where the server tells no log-probabilities. */
  readonly choices: readonly TokenChoice[];
}

export interface TokenCompletion extends Completion {
  /** What was generated, the token that ended it perhaps included. */
  readonly tokens: readonly number[];
}

export interface ChatCompletion extends Completion {
  /** "" where there is none. */
  readonly reasoning: string;
  /** "" where there is none. */
  readonly content: string;
  readonly completionTokens: number;
}
