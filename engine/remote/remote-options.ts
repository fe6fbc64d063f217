import type { PolicyNotCached } from "./policy-cache-watch.ts";

export const SERVER_KINDS = ["vllm", "sglang", "llamacpp", "ollama", "openai", "completions"] as const;

/**
 * The API of a model server. "openai" is any server with OpenAI's chat completions, "completions" with its older ones.
 */
export type ServerKind = (typeof SERVER_KINDS)[number];

/** A server recomputes a policy for each item, although it reports cached tokens. */
export interface PolicyNotCachedWarning extends PolicyNotCached {
  readonly server: string;
  readonly kind: ServerKind;
}

/** Events of a RemoteEngine. */
export interface RemoteCallbacks {
  /** Called at most once for each server. */
  readonly onPolicyNotCached?: (warning: PolicyNotCachedWarning) => void;
}

/** The options of a RemoteEngine. */
export interface RemoteOptions {
  /** The servers, which all serve the same model. With or without a `/v1` at the end. */
  readonly urls: readonly string[];
  /** "auto" detects the kind of each server. */
  readonly serverKind: ServerKind | "auto";
  /** A name that the servers know; null for the only model they have. */
  readonly model: string | null;
  /** Sent as a bearer token. Never part of an error message. */
  readonly apiKey: string | null;
  /** A server that reports a lower limit gets no more than that. */
  readonly maxInFlightPerServer: number;
  /** Maximum length of prompt plus output, in tokens; a lower limit of a server takes precedence. */
  readonly maxContextTokens: number;
}
