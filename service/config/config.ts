import type { ReasoningEffort } from "../../engine/engine.ts";

/** Everything that can be set, typed, with units in the names. Made by `readConfig` in env.ts's neighbour. */
export interface Config {
  readonly http: {
    readonly host: string;
    readonly port: number;
    /** Largest request body other than a policy. */
    readonly maxBodyBytes: number;
    /** How long POST /classify waits where the client does not say. */
    readonly defaultWaitSeconds: number;
    readonly maxWaitSeconds: number;
  };
  readonly data: {
    /** Embedded data: PGlite's files. Used where there is no DATABASE_URL. */
    readonly directory: string;
  };
  readonly engine: {
    readonly kind: "onnx";
    /** A model built by `gavel model build`, or a checkpoint that is built on first use. */
    readonly modelDirectory: string;
    readonly executionProvider: "cpu" | "webgpu" | "cuda";
    /** Sequences decoded together. */
    readonly maxNumSeqs: number;
    /** Longest prompt plus answer, in tokens. */
    readonly maxContextTokens: number;
    readonly maxReasoningTokens: Readonly<Record<ReasoningEffort, number>>;
    readonly defaultReasoningEffort: ReasoningEffort;
    /** Null decodes greedily. */
    readonly seed: number | null;
    /** Whether a self-test that comes out wrong keeps the service unready. */
    readonly requireSelfTest: boolean;
  };
  readonly queue: {
    /** Accepted and unsettled items above which new ones are refused with 503. */
    readonly maxDepth: number;
    readonly maxAttempts: number;
    readonly backoffMs: number;
    /** Items judged at a time by one worker; null takes what the engine gains from. */
    readonly concurrency: number | null;
    /** One attempt's limit. */
    readonly attemptTimeoutMs: number;
  };
  readonly retention: {
    /** Unsettled items older than this expire. */
    readonly unsettledMs: number;
    /** How long content stays after its item settled. */
    readonly contentMs: number;
    readonly recordMs: number;
    readonly sweepIntervalMs: number;
  };
  readonly shutdown: { readonly graceMs: number };
  readonly log: { readonly level: "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent" };
}

/** What must never be logged: kept out of Config, and redacted where it is turned into text. */
export interface Secrets {
  /** PostgreSQL; null runs PGlite in the data directory. */
  readonly databaseUrl: string | null;
  /** Redis; null runs the queue on the embedded database. */
  readonly redisUrl: string | null;
  /** The key that administers; null generates one at first start. */
  readonly apiKey: string | null;
}
