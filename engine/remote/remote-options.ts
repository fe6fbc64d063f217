import type { PolicyNotCached } from "./policy-cache-watch.ts";

export const SERVER_KINDS = ["vllm", "sglang", "llamacpp", "ollama", "openai", "completions"] as const;

/** Which wire a model server speaks. "openai" and "completions" are any servers of OpenAI's chat and older completions. */
export type ServerKind = (typeof SERVER_KINDS)[number];

/** A server computes a policy anew for each of its items, though it says that it has a cache. */
export interface PolicyNotCachedWarning extends PolicyNotCached {
  readonly server: string;
  readonly kind: ServerKind;
}

/** What an RemoteEngine tells whoever made it. */
export interface RemoteCallbacks {
  /** Called once for each server. */
  readonly onPolicyNotCached?: (warning: PolicyNotCachedWarning) => void;
}

/** What an RemoteEngine is made of. */
export interface RemoteOptions {
  /** Where the servers are; all serve the same model. With or without a `/v1` at the end. */
  readonly urls: readonly string[];
  /** "auto" asks each server what it is. */
  readonly serverKind: ServerKind | "auto";
  /** As the servers name it; null takes the only model they have. */
  readonly model: string | null;
  /** Sent as a bearer token. Never part of a message. */
  readonly apiKey: string | null;
  /** At most: a server that says it takes fewer at a time gets no more than those. */
  readonly maxInFlightPerServer: number;
  /** Longest prompt plus answer, in tokens; a server that holds less has the last word. */
  readonly maxContextTokens: number;
}
