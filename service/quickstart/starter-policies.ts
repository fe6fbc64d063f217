import { readFileSync } from "node:fs";
import path from "node:path";
import { listLibraryPolicies, readLibraryPolicy } from "../../policies/library.ts";
import { parsePolicy } from "../../policies/parse-policy.ts";
import type { PolicyStore } from "../classify/policy-store.ts";

/** Stores the starter policies whose id is not taken, archived ones included. Returns the ids that are new. */
export async function loadStarterPolicies(policies: Pick<PolicyStore, "list" | "put">): Promise<string[]> {
  const known = new Set((await policies.list({ includeArchived: true })).map(({ id }) => id));
  const missing = listLibraryPolicies().filter(({ id }) => !known.has(id));
  for (const { id } of missing) await policies.put(id, parsePolicy(readLibraryPolicy(id)));
  return missing.map(({ id }) => id);
}

/** A text that this starter policy's own labels call violating. */
export function violatingSample(policyId: string): string {
  const policy = listLibraryPolicies().find(({ id }) => id === policyId);
  if (!policy) throw new RangeError("no such policy in the library");
  const labels = readFileSync(path.join(path.dirname(policy.path), "golden.jsonl"), "utf8");
  for (const line of labels.split("\n").filter(Boolean)) {
    const { content, violation } = JSON.parse(line) as { content: string; violation: 0 | 1 };
    if (violation === 1) return content;
  }
  throw new RangeError("the policy has no violating example");
}
