import { createHash } from "node:crypto";
import type { GoldenItem } from "../../evaluation/golden/golden-item.ts";
import type { ParsedPolicy } from "../../policies/policy.ts";

const ID_DIGITS = 16;

/**
 * The examples of a policy's front matter as items. Their ids are hashes of their content, so that two versions with
 * the same example can be compared, and a changed example is a new item.
 */
export function exampleItems({ frontMatter }: ParsedPolicy): readonly GoldenItem[] {
  return (frontMatter.examples ?? []).map(({ content, violation, policy_category: category, note }) => ({
    id: `example-${createHash("sha256").update(content).digest("hex").slice(0, ID_DIGITS)}`,
    content,
    violation,
    tags: ["example"],
    ...(category === undefined ? {} : { policyCategory: category }),
    ...(note === undefined ? {} : { note }),
  }));
}
