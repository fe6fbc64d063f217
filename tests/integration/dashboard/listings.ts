import { decodeTokens } from "../../../engine/harmony/tokenizer.ts";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import type { Answer } from "../../helpers/fake-engine.ts";
import { HoldingEngine, type HttpService } from "../http/service.ts";

/** A policy with categories, rules and review rules. */
export const LISTINGS = `---
title: Listings
categories:
  - { code: ML0, title: Fine, violation: 0 }
  - { code: ML1, title: Misleading offer }
review:
  score_between: [0.35, 0.65]
  confidence: low
---
# Listings

## ML0 – Fine
- ML0.a Goods, described as they are.

## ML1 – Misleading offer
- ML1.a Price or condition contradicts the description.
`;

const verdict = (violation: 0 | 1, confidence: string, rationale: string): string =>
  JSON.stringify({
    violation,
    policy_category: violation === 1 ? "ML1" : "ML0",
    rule_ids: [violation === 1 ? "ML1.a" : "ML0.a"],
    confidence,
    rationale,
  });

const PROBABILITY = { certain: 0.8, doubtful: 0.5, no: 0.1 };

/**
 * Judges by words: "broken" is a violation, "doubtful" has a score near the boundary, and "unreadable" gets invalid
 * output.
 */
const answer: Answer = ({ prompt }) => {
  const text = decodeTokens(prompt.tokens.slice(prompt.sharedTokens));
  if (text.includes("unreadable")) return "no verdict";
  const isViolation = text.includes("broken");
  const probability = text.includes("doubtful")
    ? PROBABILITY.doubtful
    : isViolation
      ? PROBABILITY.certain
      : PROBABILITY.no;
  return {
    reasoning: "The title says new, the text says broken.",
    final: isViolation
      ? verdict(1, "high", "It is offered as new and is broken (ML1.a).")
      : verdict(0, "high", "It is described as it is (ML0.a)."),
    labelLogprobs: { 0: Math.log(1 - probability), 1: Math.log(probability) },
  };
};

export const listingsEngine = (): HoldingEngine => new HoldingEngine(answer);

/** Submits a listing, waits until it is judged, and returns its record. */
export async function judge(
  service: HttpService,
  content: unknown,
  properties: Readonly<Record<string, unknown>> = {},
  prefer = "wait=30",
): Promise<VerdictRecord> {
  const response = await service.call("/classify", {
    json: { content, policy_id: "listings", ...properties },
    headers: { prefer },
  });
  return (await response.json()) as VerdictRecord;
}
