import type { GoldenItem } from "../../evaluation/golden/golden-item.ts";
import type { NewEvaluation } from "../../service/evaluations/evaluation-store.ts";
import { sha256, uuidv7 } from "./stores.ts";

/** `count` items; every second one is a violation. */
export function goldenItems(count: number): GoldenItem[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `item-${index + 1}`,
    content: `content ${index + 1}`,
    violation: index % 2 === 0 ? 1 : 0,
    policyCategory: index % 2 === 0 ? "SP2" : null,
    tags: [index % 3 === 0 ? "slang" : "plain"],
  }));
}

export function newEvaluation(overrides: Partial<NewEvaluation> = {}): NewEvaluation {
  return {
    id: uuidv7(),
    purpose: "evaluation",
    policyId: "spam",
    policyVersion: 1,
    policySha256: sha256("policy"),
    draft: null,
    goldenSet: null,
    ownItems: [],
    reasoningEffort: "low",
    repeats: 1,
    perturbation: null,
    open: false,
    keyId: "test",
    createdAt: new Date(),
    ...overrides,
  };
}
