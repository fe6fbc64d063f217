import { v7 as uuidv7 } from "uuid";
import type { ReasoningEffort } from "../../engine/engine.ts";
import type { ClassifyRequest } from "../../schemas/classify-request.ts";
import type { Config } from "../config/config.ts";
import { sha256 } from "./content-hash.ts";
import type { StoredPolicyVersion } from "../policies/policy-store.ts";
import { reuseSince } from "./verdict-cache.ts";
import type { NewItem } from "./verdict-store.ts";

/** By what an item is judged: one version of one policy, and how hard to think. */
export interface Target {
  readonly policyId: string;
  readonly policyVersion: number;
  readonly policySha256: string;
  readonly reasoningEffort: ReasoningEffort;
  /** For how long the version's verdicts are served again; 0: not at all. */
  readonly cacheTtlSeconds: number;
}

type EngineSettings = Pick<Config["engine"], "defaultReasoningEffort" | "maxReasoningTokens" | "seed">;

/** The request's effort goes before the policy's, the policy's before the service's. */
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

/** The item that one content and one target make, under a new id. */
export function newItem(
  request: Pick<ClassifyRequest, "content" | "external_id" | "metadata" | "priority">,
  target: Target,
  accepted: Pick<NewItem, "contentHmac" | "createdAt" | "keyId" | "awaited" | "inBacklog">,
  engine: EngineSettings,
): NewItem {
  const { policyId, policyVersion, policySha256, reasoningEffort: effort, cacheTtlSeconds } = target;
  const { contentHmac, createdAt, keyId, awaited, inBacklog } = accepted;
  const priority = request.priority ?? "interactive";
  const settings = [
    // A text may spell the JSON of a conversation, whose hash it then has, but is another prompt.
    typeof request.content,
    contentHmac,
    policyId,
    policyVersion,
    effort,
    engine.maxReasoningTokens[effort],
    engine.seed,
    // An interactive item must not wait at the priority of a batch item that it is equal to.
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
    reuseSince: reuseSince(cacheTtlSeconds, createdAt),
  };
}
