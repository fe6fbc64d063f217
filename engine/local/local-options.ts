/** Where a model runs; `auto` is the first of the others that can run it. */
export const EXECUTION_PROVIDERS = ["auto", "cuda", "webgpu", "cpu"] as const;

/** Enough for a long policy, and a small part of the model's maximum. */
export const DEFAULT_MAX_CONTEXT_TOKENS = 8192;

/** The options of a LocalEngine: plain data, so that they can be sent to another process. */
export interface LocalOptions {
  /** A gpt-oss checkpoint, or a model that was built from one. */
  readonly modelDirectory: string;
  readonly executionProvider: (typeof EXECUTION_PROVIDERS)[number];
  /** Sequences decoded together. Defaults to a number that the device can use. */
  readonly maxNumSeqs?: number;
  /** Longest prompt plus answer, in tokens. */
  readonly maxContextTokens: number;
  /** GPU only: tokens computed in one step. Defaults to 2,048. */
  readonly maxBatchedTokens?: number;
  /** GPU only: memory of the KV cache, policies included. Defaults to what the sequences may need. */
  readonly kvCacheBytes?: number;
  /** CPU only: memory for the KV cache of policies. 0 keeps none. Defaults to 256 MiB. */
  readonly prefixCacheBytes?: number;
  /** CPU only: threads of one operator. Defaults to the number of physical cores. */
  readonly intraOpNumThreads?: number;
}
