export const EXECUTION_PROVIDERS = ["cpu", "webgpu", "cuda"] as const;

/** What an OnnxEngine is made of: plain data, so that it can be sent to another process. */
export interface OnnxOptions {
  /** A model made by `gavel model build`, or a gpt-oss checkpoint, which is then built on first use. */
  readonly modelDirectory: string;
  readonly executionProvider: (typeof EXECUTION_PROVIDERS)[number];
  /** Sequences decoded together. */
  readonly maxNumSeqs: number;
  /** Longest prompt plus answer, in tokens. */
  readonly maxContextTokens: number;
  /** Memory for the keys and values of policies. 0 keeps none. Defaults to 256 MiB. */
  readonly prefixCacheBytes?: number;
  /** Threads of one operator. Defaults to the number of physical cores. */
  readonly intraOpNumThreads?: number;
}

/** How far a long step of starting is, in units of its own. */
export interface EngineProgress {
  readonly step: string;
  readonly done: number;
  readonly total: number;
}
