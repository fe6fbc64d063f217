import { createHash, randomBytes, randomUUID } from "node:crypto";
import { parsePolicy } from "../../policies/parse-policy.ts";
import type { ParsedPolicy } from "../../policies/policy.ts";
import type { Completion, Failure, NewItem } from "../../service/judging/verdict-store.ts";

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** A UUIDv7 (RFC 9562, 5.7) of now, or of another time in milliseconds. */
export function uuidv7(timestamp = Date.now()): string {
  const hex = timestamp.toString(16).padStart(12, "0") + randomBytes(10).toString("hex");
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `7${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join("-");
}

/** An item that differs from all others, unless `content` or `fingerprint` are given. */
export function newItem(overrides: Partial<NewItem> = {}): NewItem {
  const content = overrides.content ?? `content ${randomUUID()}`;
  const contentHmac = sha256(JSON.stringify(content));
  return {
    id: uuidv7(),
    policyId: "spam",
    policyVersion: 1,
    policySha256: sha256("policy"),
    content,
    contentHmac,
    fingerprint: contentHmac,
    reasoningEffort: "low",
    external_id: null,
    metadata: null,
    priority: "interactive",
    keyId: "test",
    awaited: false,
    inBacklog: false,
    createdAt: new Date(),
    reuseSince: null,
    ...overrides,
  };
}

export function newCompletion(overrides: Partial<Completion> = {}): Completion {
  return {
    verdict: {
      violation: 0,
      policy_category: null,
      rule_ids: [],
      confidence: "high",
      rationale: "It breaks no rule.",
    },
    reasoning: "The text is harmless.",
    score: 0.125,
    checks: { citations_known: true, codes_agree: true, injection_markers: 0 },
    model: {
      name: "test",
      weights_sha256: null,
      engine: "fake",
      engine_version: "1",
      reasoning_effort: "low",
      max_reasoning_tokens: 100,
      seed: null,
      prompt_hmac: sha256("prompt"),
      warning: null,
    },
    usage: { prompt_tokens: 10, cached_tokens: 4, reasoning_tokens: 3, completion_tokens: 8 },
    reviewNeed: null,
    engineMs: 12,
    generations: 1,
    ...overrides,
  };
}

export function violating(): Completion {
  return newCompletion({
    verdict: {
      violation: 1,
      policy_category: "SP2",
      rule_ids: ["SP2.a"],
      confidence: "low",
      rationale: "An advert.",
    },
    score: 0.875,
  });
}

export function newFailure(status: Failure["status"] = "failed"): Failure {
  return { status, error: { code: "engine_failed", title: "The engine failed on this item", detail: null } };
}

export function newPolicy(text = `# Policy ${randomUUID()}\n\nSP1 Nothing may be sold.\n`): ParsedPolicy {
  return parsePolicy(Buffer.from(text, "utf8"));
}
