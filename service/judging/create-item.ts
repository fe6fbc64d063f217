import { v7 as uuidv7 } from "uuid";
import type { ReasoningEffort } from "../../engine/engine.ts";
import type { ClassifyRequest } from "../../schemas/classify-request.ts";
import type { Config } from "../config/config.ts";
import { sha256 } from "./content-hashes.ts";
import type { StoredPolicyVersion } from "../policies/policy-store.ts";
import { reuseSince } from "./verdict-cache.ts";
import type { NewItem } from "./verdict-store.ts";

/** What an item is judged under: one version of one policy, at one reasoning effort. */
export interface Target {
  readonly policyId: string;
  readonly policyVersion: number;
  readonly policySha256: string;
  readonly reasoningEffort: ReasoningEffort;
  /** How long verdicts of the version are reused; 0: never. */
  readonly cacheTtlSeconds: number;
}

type EngineSettings = Pick<Config["engine"], "defaultReasoningEffort" | "maxReasoningTokens" | "seed">;

/** Resolves the effort: the request's, else the policy's, else the service's default. */
export function targetOf(
  { policyId, version, policy }: StoredPolicyVersion,
  effort: ReasoningEffort | undefined,
  engine: EngineSettings,
): Target {
  return {
    policyId,
    policyVersion: version,
    policySha256: policy.sha256,
    reasoningEffort: effort ?? policy.frontMatter.reasoning_effort ?? engine.defaultReasoningEffort,
    cacheTtlSeconds: policy.frontMatter.cache_ttl_seconds ?? 0,
  };
}

/** Creates the item for the request's content and one target, with a new id. */
export function createItem(
  request: Pick<ClassifyRequest, "content" | "external_id" | "metadata" | "priority">,
  target: Target,
  accepted: Pick<NewItem, "contentHmac" | "createdAt" | "keyId" | "awaited" | "inBacklog" | "retryOf">,
  engine: EngineSettings,
): NewItem {
  const { policyId, policyVersion, policySha256, reasoningEffort: effort, cacheTtlSeconds } = target;
  const { contentHmac, createdAt, keyId, awaited, inBacklog } = accepted;
  const priority = request.priority ?? "interactive";
  const settings = [
    // A text can equal the JSON of a conversation, and then has its hash, but produces another prompt.
    typeof request.content,
    contentHmac,
    policyId,
    policyVersion,
    effort,
    engine.maxReasoningTokens[effort],
    engine.seed,
    // An interactive item must not wait for an identical item of a batch.
    priority,
  ];
  return {
    id: uuidv7(),
    policyId,
    policyVersion,
    policySha256,
    reasoningEffort: effort,
    content: request.content,
    contentHmac,
    fingerprint: sha256(JSON.stringify(settings)),
    external_id: request.external_id ?? null,
    metadata: request.metadata ?? null,
    priority,
    keyId,
    awaited,
    inBacklog,
    createdAt,
    ...(accepted.retryOf === undefined ? {} : { retryOf: accepted.retryOf }),
    reuseSince: reuseSince(cacheTtlSeconds, createdAt),
  };
}
