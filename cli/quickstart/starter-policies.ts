import { readFileSync } from "node:fs";
import path from "node:path";
import { type LibraryPolicy, listLibraryPolicies, readLibraryPolicy } from "../../policies/library.ts";
import { parsePolicy } from "../../policies/parse-policy.ts";
import type { PolicyStore } from "../../service/policies/policy-store.ts";

/** Stores the starter policies whose ids are free; ids of archived policies are not. Returns the new ids. */
export async function loadStarterPolicies(policies: Pick<PolicyStore, "list" | "put">): Promise<string[]> {
  const known = new Set((await policies.list({ includeArchived: true })).map(({ id }) => id));
  const missing = listLibraryPolicies().filter(({ id }) => !known.has(id));
  for (const { id } of missing) await policies.put(id, parsePolicy(readLibraryPolicy(id)));
  return missing.map(({ id }) => id);
}

/** A text and the policy that judges it. */
export interface Sample {
  readonly policyId: string;
  readonly content: string;
}

/** A sample for a starter policy that is not archived, preferably spam; null if all are archived. */
export async function liveSample(policies: Pick<PolicyStore, "list">): Promise<Sample | null> {
  const live = new Set((await policies.list({ includeArchived: false })).map(({ id }) => id));
  const starters = listLibraryPolicies().filter(({ id }) => live.has(id));
  const policy = starters.find(({ id }) => id === "spam") ?? starters[0];
  return policy === undefined ? null : { policyId: policy.id, content: violatingSample(policy) };
}

/** A text that is violating by the policy's own labels. */
function violatingSample(policy: LibraryPolicy): string {
  const labels = readFileSync(path.join(path.dirname(policy.path), "golden.jsonl"), "utf8");
  for (const line of labels.split("\n").filter(Boolean)) {
    const { content, violation } = JSON.parse(line) as { content: unknown; violation: 0 | 1 };
    if (violation === 1 && typeof content === "string") return content;
  }
  throw new RangeError("the policy has no violating example");
}
