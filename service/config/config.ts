import type { ReasoningEffort } from "../../engine/engine.ts";
import type { LocalOptions } from "../../engine/local/local-options.ts";
import type { ServerKind } from "../../engine/remote/remote-options.ts";
import type { PolicyRef } from "../../schemas/policy-ref.ts";
import type { KeyLimitSettings } from "./key-limits.ts";

export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

/** Everything that can be set, typed, with units in the names. Made by read-config.ts; secrets are apart. */
export interface Config {
  readonly http: {
    readonly host: string;
    /** 0 takes a free port. */
    readonly port: number;
    /** Largest request body other than a policy. */
    readonly maxBodyBytes: number;
    /** Largest upload of a batch. Each of its lines is held to `maxBodyBytes`. */
    readonly maxBatchBytes: number;
    readonly maxBatchLines: number;
    /** How long POST /classify waits where the client does not say. */
    readonly defaultWaitSeconds: number;
    readonly maxWaitSeconds: number;
    /** Event streams served at a time by one process. */
    readonly maxStreams: number;
    /** Of these, those of one key. */
    readonly maxStreamsPerKey: number;
    /** Uploads of batches that one process receives for one key at a time. */
    readonly maxUploadsPerKey: number;
    /** Wrong keys from one address in a minute after which it has to wait. */
    readonly maxAuthFailures: number;
  };
  /** What one key may take. */
  readonly limits: KeyLimitSettings;
  /** Doors that speak other services' contracts. */
  readonly compat: {
    /** Policies by the name that a moderation request gives as its `model`. */
    readonly moderationSets: Readonly<Record<string, readonly PolicyRef[]>>;
    /** Those that judge where a guardrail request names none; may be empty. */
    readonly guardrailPolicies: readonly PolicyRef[];
  };
  readonly data: {
    /** Embedded data: PGlite's files. Used where there is no DATABASE_URL. */
    readonly directory: string;
  };
  readonly engine: {
    readonly kind: "local" | "remote";
    /** A checkpoint, or for ONNX Runtime a model that `gavel model build` made of one; null: none given. */
    readonly modelDirectory: string | null;
    /** The model servers of kind "remote"; their key is a secret. */
    readonly remote: {
      readonly urls: readonly string[];
      readonly serverKind: ServerKind | "auto";
      /** Null takes the only model that the servers have. */
      readonly model: string | null;
      readonly maxInFlightPerServer: number;
    };
    readonly executionProvider: LocalOptions["executionProvider"];
    /** Sequences decoded together; null takes what the device gains from. */
    readonly maxNumSeqs: number | null;
    /** Graphics device: tokens computed in one step; null takes the engine's own default. */
    readonly maxBatchedTokens: number | null;
    /** Graphics device: memory for keys and values; null takes what the sequences may need. */
    readonly kvCacheBytes: number | null;
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
    /** Of the workers' places, in percent, those that batches leave free; at least one where there are two. */
    readonly interactivePlacesPercent: number;
    /** One attempt's limit. */
    readonly attemptTimeoutMs: number;
  };
  readonly retention: {
    /** Unsettled items older than this expire. */
    readonly unsettledMs: number;
    /** How long content stays after its item settled. */
    readonly contentMs: number;
    /** The same for the words of a verdict, and for the model's reasoning; null: as long as the record. */
    readonly rationaleMs: number | null;
    readonly reasoningMs: number | null;
    readonly recordMs: number;
    readonly sweepIntervalMs: number;
  };
  readonly webhooks: {
    /** Whether receivers may be in private networks and on plain http. */
    readonly allowPrivate: boolean;
    /** How long deliveries that were made can be looked at. */
    readonly retentionMs: number;
  };
  readonly shutdown: { readonly graceMs: number };
  readonly log: { readonly level: (typeof LOG_LEVELS)[number] };
}
