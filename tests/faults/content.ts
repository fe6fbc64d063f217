/** Contents with a known correct verdict. */
import { randomUUID } from "node:crypto";

/** What the scripted engine reads as a violation. The policy does not contain it, since the engine reads that too. */
export const VIOLATION_MARKER = "pineapple";

export const POLICY_ID = "faults";
export const POLICY = `---
output_schema:
  type: object
  additionalProperties: false
  required: [violation, rationale]
  properties:
    violation: { type: integer, enum: [0, 1] }
    rationale: { type: string, minLength: 1, maxLength: 40 }
---
# Fruit

Decide whether the content offers fruit.
`;

/** Content that is different each time; every second one is a violation. */
export function makeContent(index: number): { readonly content: string; readonly violation: 0 | 1 } {
  const violation = index % 2 === 0 ? 0 : 1;
  const offer = violation === 1 ? VIOLATION_MARKER : "cup of tea";
  return { content: `Message ${index} (${randomUUID()}): have a ${offer}.`, violation };
}
