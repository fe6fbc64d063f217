import { ReadingEngine } from "../http/reading-engine.ts";

const policy = (rule: string, targets: string) => `---
categories:
  - { code: SP0, violation: 0 }
  - { code: SP2 }
targets: ${targets}
---
# Spam

SP0 Not spam. SP2 Spam: ${rule}.
`;

export const GOOD = policy("finds WIN", "{ minimum_items: 12, categories: { SP2: { recall: 0.9 } } }");
/** Finds no violation at all. */
export const BLIND = policy("finds NOTHING", "{ categories: { SP2: { recall: 0.9 } } }");
export const OPPOSITE = policy("REVERSED, finds WIN", "{ accuracy: 0 }");

export const GOLDEN = Array.from({ length: 12 }, (_, i) => ({
  id: `item-${i}`,
  content: i % 2 === 0 ? `WIN prize number ${i}` : `hello number ${i}`,
  violation: i % 2 === 0 ? 1 : 0,
  policy_category: i % 2 === 0 ? "SP2" : null,
}))
  .map((item) => JSON.stringify(item))
  .join("\n");

/** Follows the words of the policy, and looks for the exact spelling. Scripted at the interface of the engine. */
export class LiteralEngine extends ReadingEngine {
  constructor() {
    super((text, content) => {
      const found = text.includes("finds WIN") && content.includes("WIN");
      const violates = found !== text.includes("REVERSED");
      return {
        violation: violates ? 1 : 0,
        policy_category: violates ? "SP2" : "SP0",
        rationale: found ? "It offers a prize." : "It offers <b>nothing</b>.",
      };
    });
  }
}
