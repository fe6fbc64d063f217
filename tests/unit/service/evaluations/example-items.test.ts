import { expect, it } from "vitest";
import { exampleItems } from "../../../../service/evaluations/example-items.ts";
import { newPolicy } from "../../../helpers/stores.ts";

const policy = (examples: string) =>
  newPolicy(`---\nexamples:\n${examples}---\n# Spam\n\nOffers of prizes.\n`);

it("examples are items whose ids are derived from their content", () => {
  const hello = "  - { content: hello, violation: 0, policy_category: null, note: plain }\n";
  const win = "  - { content: WIN, violation: 1 }\n";
  const items = exampleItems(policy(hello + win));
  expect(items).toMatchObject([
    { content: "hello", violation: 0, policyCategory: null, note: "plain", tags: ["example"] },
    { content: "WIN", violation: 1, tags: ["example"] },
  ]);
  expect(items[1]).not.toHaveProperty("policyCategory");
  expect(items[0]?.id).toMatch(/^example-[0-9a-f]{16}$/);
  const [first, second] = exampleItems(policy(win + hello));
  expect([second?.id, first?.id]).toEqual(items.map(({ id }) => id));
  expect(exampleItems(newPolicy())).toEqual([]);
});
