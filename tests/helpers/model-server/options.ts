import type { Fault } from "./faults.ts";

export const WIRES = ["vllm", "sglang", "llamacpp", "ollama", "openai", "completions"] as const;
export type WireName = (typeof WIRES)[number];

/** Plain data: it is sent to the server's process. */
export interface ModelServerOptions {
  readonly wire: WireName;
  /** The name of the model. */
  readonly model?: string;
  /** A checkpoint to share between servers; without it the server makes a test checkpoint of its own. */
  readonly modelDirectory?: string;
  /** Requests decoded together; others wait. Default 8. */
  readonly maxNumSeqs?: number;
  /** Longest prompt plus answer. Default 4096. */
  readonly maxContextTokens?: number;
  /** Required as a bearer token, if the server supports one. */
  readonly apiKey?: string;
  /** Tokens after which the untrained model ends its analysis (default 12) … */
  readonly analysisTokens?: number;
  /** … and an answer that no schema bounds (default 24). */
  readonly finalTokens?: number;
  /** Whether usage reports cached tokens, if that is an option of the server. Default true. */
  readonly reportCachedTokens?: boolean;
  /** Whether all requests share `maxContextTokens`, and fail together when that is full. */
  readonly sharedContext?: boolean;
  /** Number of requests that are refused with 503 first, as while a model is being loaded. */
  readonly loadingRequests?: number;
  /** Whether it loads models on demand and has none (llama.cpp without a model). */
  readonly router?: boolean;
  /** The faults of the first, second, … POST; null for none. Later ones get the correct response. */
  readonly faults?: readonly (Fault | null)[];
}

/** A request as it was received. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Parsed JSON; the text if it is not JSON; null without a body. */
  readonly body: unknown;
}
