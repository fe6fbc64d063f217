import { PromptTooLongError } from "../../../engine/errors.ts";
import type { Evaluation } from "../../../schemas/evaluation.ts";
import { ReadingEngine } from "../http/reading-engine.ts";
import type { HttpService } from "../http/service.ts";

/** A policy with categories, which finds prizes only. */
export const PRIZES = `---
title: Prizes
categories:
  - { code: PR0, title: Fine, violation: 0 }
  - { code: PR1, title: Prize }
---
# Prizes

## PR0 – Fine
- PR0.a Anything else.

## PR1 – Prize
- PR1.a Offers of prizes.
`;

/** The same policy, which finds money too. */
export const PRIZES_AND_MONEY = `${PRIZES}- PR1.b Offers of money.\n`;

/** Finds each "WIN", and "money" if the policy names it; cannot judge what is "unreadable". */
export const prizesEngine = (): ReadingEngine =>
  new ReadingEngine((policy, content) => {
    if (content.includes("unreadable")) throw new PromptTooLongError("as the test says");
    const isPrize = content.includes("WIN");
    const violates = isPrize || (policy.includes("money") && content.includes("money"));
    return {
      violation: violates ? 1 : 0,
      policy_category: violates ? "PR1" : "PR0",
      rationale: violates ? `It offers ${isPrize ? "a prize" : "money"}.` : "It offers nothing.",
    };
  });

/**
 * Items that PRIZES judges rightly and wrongly, and a last one that it cannot judge; PRIZES_AND_MONEY corrects one item
 * and breaks another.
 */
export const CASES = [
  { id: "phone", content: "WIN a phone", violation: 1, policy_category: "PR1", tags: ["short"] },
  { id: "cash", content: "Free money today", violation: 1, policy_category: "PR1", note: "Seen in March." },
  { id: "bank", content: "Our bank keeps your money", violation: 0, policy_category: null },
  { id: "hello", content: "Good morning", violation: 0, policy_category: null, tags: ["short"] },
  { id: "blurred", content: "unreadable", violation: 1, policy_category: "PR1" },
];

export async function pushGolden(
  service: HttpService,
  name: string,
  items: readonly object[],
): Promise<void> {
  const body = items.map((item) => JSON.stringify(item)).join("\n");
  const headers = { "content-type": "application/jsonl" };
  const response = await service.call(`/golden-sets/${name}`, { method: "PUT", body, headers });
  if (!response.ok) throw new Error(await response.text());
}

/** Starts an evaluation of the policy "prizes", and returns its id. */
export async function evaluate(service: HttpService, request: object): Promise<string> {
  const response = await service.call("/policies/prizes/evaluations", { json: request });
  return ((await response.json()) as Evaluation).id;
}
