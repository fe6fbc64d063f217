import type { ApiKey, CreatedKey } from "../api-key.ts";
import type { AuditEntry } from "../audit.ts";
import type { PolicyResource } from "../policy.ts";
import type { StatementOfReasons } from "../statement-of-reasons.ts";
import type { VerdictRecord } from "../verdict-record.ts";
import type { Webhook, WebhookDelivery, WebhookWithSecret } from "../webhook.ts";
import type { KeySessionPage, SessionResource, SignInLinkResource } from "../session.ts";

/** Examples of the API reference. A unit test validates each against its schema. */

export const exampleRecord: VerdictRecord = {
  id: "019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10",
  status: "completed",
  policy: {
    id: "spam",
    version: 2,
    sha256: "5b41362bc82b7f3d56edc5a306db22105707d01ff4819e26faef9724a2d406c9",
  },
  content_hmac: "8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4",
  external_id: "post-8812",
  metadata: null,
  priority: "interactive",
  key_id: "9f2c41d07b3e",
  verdict: {
    violation: 1,
    policy_category: "SP2",
    rule_ids: ["SP2.a"],
    confidence: "high",
    rationale: "An unsolicited prize offer that urges the reader to click.",
  },
  score: 0.97,
  checks: { citations_known: true, codes_agree: true, injection_markers: 0 },
  model: {
    name: "gpt-oss-safeguard-20b",
    weights_sha256: "4fbb3f1e2c9ad0a94c7d7a2f21a5f0c4d7be2b65de2b1b2c6d9fb3a0b3e9f511",
    engine: "webgpu",
    engine_version: "webgpu 0.6.2, NVIDIA L4",
    reasoning_effort: "medium",
    max_reasoning_tokens: 1024,
    seed: null,
    prompt_hmac: "9c56cc51b374c3ba189210d5b6d4bf57790d351c96c47c02190ecf1e430635ab",
    warning: null,
  },
  usage: { prompt_tokens: 731, cached_tokens: 640, reasoning_tokens: 88, completion_tokens: 61 },
  timing_ms: { queued: 4, engine: 912, total: 921 },
  attempts: 1,
  error: null,
  cached_from: null,
  retry_of: null,
  retried_as: null,
  review: null,
  created_at: "2026-11-23T09:30:00.000Z",
  completed_at: "2026-11-23T09:30:00.921Z",
  erased_at: null,
};

export const exampleStatement: StatementOfReasons = {
  decision_visibility: ["DECISION_VISIBILITY_CONTENT_REMOVED"],
  decision_ground: "DECISION_GROUND_INCOMPATIBLE_CONTENT",
  incompatible_content_ground: "Policy spam (Spam), version 2, category SP2 (Unsolicited promotion)",
  incompatible_content_explanation:
    "The content was found to fall under category SP2 (Unsolicited promotion) of this policy, according to its rule SP2.a.",
  content_type: ["CONTENT_TYPE_TEXT"],
  category: "STATEMENT_CATEGORY_SCAMS_AND_FRAUD",
  content_date: "2026-11-23",
  source_type: "SOURCE_VOLUNTARY",
  automated_detection: "Yes",
  decision_facts:
    "The content was assessed by a language model under a written policy on 2026-11-23. No person was involved in the decision. " +
    "The content was found to fall under category SP2 (Unsolicited promotion) of this policy, according to its rule SP2.a.",
  application_date: "2026-11-23",
  automated_decision: "AUTOMATED_DECISION_FULLY",
  puid: exampleRecord.id,
};

export const examplePolicy: PolicyResource = {
  id: "spam",
  title: "Spam",
  sensitive: false,
  active_version: 2,
  latest_version: 2,
  archived: false,
  created_at: "2026-11-20T08:00:00.000Z",
  updated_at: "2026-11-23T09:00:00.000Z",
};

export const examplePolicyText = `---
title: Spam
categories:
  - { code: SP1, title: Not spam, violation: 0 }
  - { code: SP2, title: Unsolicited promotion }
---
# Spam

SP2.a Offers of prizes or money that ask the reader to click, call or pay.
`;

export const exampleApiKey: ApiKey = {
  id: "k3f9a1c2",
  name: "forum backend",
  scopes: ["classify", "verdicts:read"],
  created_at: "2026-11-23T09:00:00.000Z",
  revoked_at: null,
  limits: {
    weight: 1,
    requests_per_minute: null,
    concurrent_requests: 100,
    queue_share_percent: 50,
  },
};

const { limits: _, ...createdKey } = exampleApiKey;

export const exampleCreatedKey: CreatedKey = { ...createdKey, key: "gavel_k3f9a1c2_…" };

export const exampleSession: SessionResource = {
  key: { id: exampleApiKey.id, name: exampleApiKey.name, scopes: exampleApiKey.scopes },
  created_at: "2026-11-23T09:00:00.000Z",
  expires_at: "2026-11-23T21:00:00.000Z",
};

export const exampleKeySession: KeySessionPage["data"][number] = {
  id: "019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10",
  created_at: "2026-11-23T09:00:00.000Z",
  used_at: "2026-11-23T09:20:00.000Z",
  expires_at: "2026-11-23T21:00:00.000Z",
  current: false,
};

export const exampleSignInLink: SignInLinkResource = {
  url: "/app/sign-in#aHR0cHM6Ly9leGFtcGxlLm9yZy9ub3RhdG9rZW4",
  expires_at: "2026-11-23T09:10:00.000Z",
};

export const exampleAuditEntry: AuditEntry = {
  position: 1,
  at: "2026-11-23T09:00:00.000Z",
  actor: null,
  action: "key.created",
  subject: "/keys/k3f9a1c2",
  detail: { scopes: ["admin"] },
  hash: "f91ca6bf4d3ecc5c73f005a9635964d57afe4ef9a89e9bfc3934f158e75855c2",
};

export const exampleWebhook: Webhook = {
  id: "019aab60-1c44-7d0e-9f37-5a0c2b6e8d11",
  url: "https://forum.example/hooks/gavel",
  description: null,
  policy_ids: ["spam"],
  violation: 1,
  enabled: true,
  disabled_reason: null,
  previous_secret_expires_at: null,
  created_at: "2026-11-23T09:00:00.000Z",
  updated_at: "2026-11-23T09:00:00.000Z",
};

export const exampleWebhookWithSecret: WebhookWithSecret = { ...exampleWebhook, secret: "whsec_…" };

export const exampleDelivery: WebhookDelivery = {
  id: "7c6f0a52-9a5e-4c86-8f0e-0d3f6b1f2a77",
  webhook_id: exampleWebhook.id,
  type: "verdict.completed",
  verdict_id: exampleRecord.id,
  status: "pending",
  attempts: 1,
  last_error: "status",
  last_status_code: 503,
  last_attempt_at: "2026-11-23T09:30:01.000Z",
  next_attempt_at: "2026-11-23T09:30:06.000Z",
  created_at: "2026-11-23T09:30:00.921Z",
};
