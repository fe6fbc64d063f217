import { describe, expect, it } from "vitest";
import type { VerdictRecord } from "../../../../schemas/verdict-record.ts";
import { formatVerdict, modelWarning, verdictCells } from "../../../../cli/printing/format-verdict.ts";
import { createStyle } from "../../../../cli/printing/style.ts";

const ANSI_COLOR = new RegExp(String.raw`\x1b\[\d+m`, "g");
const PLAIN = createStyle(false);

const completed: VerdictRecord = {
  id: "0193c1a2-7b1e-7c60-8a39-0d6c5b1f2e3d",
  status: "completed",
  policy: { id: "spam", version: 2, sha256: "0".repeat(64) },
  content_hmac: "1".repeat(64),
  external_id: null,
  metadata: null,
  priority: "interactive",
  key_id: "9f2c41d07b3e",
  verdict: {
    violation: 1,
    policy_category: "SP2",
    rule_ids: ["SP2.a", "SP2.b"],
    confidence: "high",
    rationale: "It sells followers.",
  },
  score: 0.9314,
  checks: { citations_known: true, codes_agree: true, injection_markers: 0 },
  model: {
    name: "gavel-test-model",
    weights_sha256: null,
    engine: "onnx",
    engine_version: "1.30.0",
    reasoning_effort: "low",
    max_reasoning_tokens: 48,
    seed: null,
    prompt_hmac: "2".repeat(64),
    warning: "untrained test model",
  },
  usage: { prompt_tokens: 800, cached_tokens: 640, reasoning_tokens: 48, completion_tokens: 90 },
  timing_ms: { queued: 10, engine: 1234, total: 1250 },
  attempts: 1,
  error: null,
  cached_from: null,
  retry_of: null,
  retried_as: null,
  review: null,
  created_at: "2026-01-02T03:04:05.678Z",
  completed_at: "2026-01-02T03:04:06.928Z",
  erased_at: null,
};

const failed: VerdictRecord = {
  ...completed,
  status: "failed",
  verdict: null,
  score: null,
  error: {
    code: "output_invalid",
    title: "The model's output does not match the policy's schema",
    detail: "Twice.",
  },
};

describe("formatVerdict", () => {
  it("names the record whose verdict was reused", () => {
    const id = "0193c1a2-0000-7c60-8a39-0d6c5b1f2e3d";
    expect(formatVerdict({ ...completed, cached_from: id }, PLAIN)).toContain(
      `served from the cache, from verdict ${id}`,
    );
    expect(formatVerdict(completed, PLAIN)).not.toContain("served from cache");
  });

  it("shows the outcome first, and the warning of an untrained model", () => {
    const text = formatVerdict(completed, PLAIN);
    expect(text).toMatch(/^VIOLATION {2}spam version 2\n/);
    expect(text).toMatch(/rule ids +SP2\.a, SP2\.b\n/);
    expect(text).toMatch(/score +0\.931 \(not calibrated\)\n/);
    expect(text).toContain("untrained test model: this verdict has a valid format but no meaning");
    expect(text).toContain("1.25 s (queued 0.01 s, engine 1.23 s)");
    expect(text).not.toContain("\u001b");
  });

  it("never calls an item allowed that was not judged", () => {
    for (const status of ["queued", "running", "failed", "expired"] as const) {
      const text = formatVerdict({ ...failed, status }, PLAIN);
      expect(text).toMatch(new RegExp(`^${status.toUpperCase()} `));
      expect(text).not.toMatch(/allowed/i);
    }
    expect(formatVerdict(failed, PLAIN)).toContain("output_invalid: The model's output");
  });

  it("shows all properties of a policy's own schema, and escapes control characters", () => {
    const verdict = {
      violation: 0,
      rationale: "\u001b]0;x\u0007ok",
      "x\u001b": { a: ["\u009b2J"] },
    } as const;
    const text = formatVerdict({ ...completed, verdict }, createStyle(true));
    // Cc contains every control character, including the line breaks between the fields.
    expect(text.replaceAll(ANSI_COLOR, "").replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
    expect(text).toContain("ALLOWED");
  });

  it("reports control tokens in the content and citations that the policy does not have", () => {
    const text = formatVerdict(
      { ...completed, checks: { citations_known: false, codes_agree: true, injection_markers: 3 } },
      PLAIN,
    );
    expect(text).toContain("cites a category or rule that the policy does not have");
    expect(text).toContain("contains 3 spellings of the model's control tokens");
  });
});

describe("verdictCells", () => {
  it("has outcome, category, score and rationale, or the error", () => {
    expect(verdictCells(completed)).toEqual(["violation", "SP2", "0.931", "It sells followers."]);
    expect(verdictCells(failed).slice(0, 3)).toEqual(["failed", "", ""]);
    expect(verdictCells(failed)[3]).toMatch(/^output_invalid/);
  });
});

describe("modelWarning", () => {
  it("is null for a trained model", () => {
    expect(modelWarning({ ...completed, model: { ...completed.model!, warning: null } })).toBeNull();
    expect(modelWarning({ ...completed, model: null })).toBeNull();
  });
});
