import { readFileSync } from "node:fs";
import { listLibraryPolicies, readLibraryPolicy } from "../../../policies/library.ts";
import type { DemoService } from "../demo-service.ts";

const LISTINGS = new URL("../../../docs/examples/listings/", import.meta.url);

export function listingsFile(name: string): string {
  return readFileSync(new URL(name, LISTINGS), "utf8");
}

/** The starter policies, and one of a marketplace. */
export async function pushLibrary(service: DemoService): Promise<void> {
  for (const { id } of listLibraryPolicies()) {
    await service.gavel(["policy", "push", id, "-"], { input: readLibraryPolicy(id).toString() });
  }
  await service.gavel(["policy", "push", "listings", "-"], { input: listingsFile("listings.md") });
}

/** What each second version adds to the front matter: who looks at which verdicts. */
const CHANGES = [
  ["spam", "review: { sample: 0.5, confidence: medium }", "a sample for the review team"],
  ["harassment", "review: { sample: 1 }", "every report is reviewed until the appeal rate falls"],
  ["self-harm", "sensitive: true\nreview: { sample: 1 }", "people decide every item"],
] as const;

export async function changePolicies(service: DemoService): Promise<void> {
  for (const [id, lines, reason] of CHANGES) {
    const text = readLibraryPolicy(id)
      .toString()
      .replace(/^rules:/m, `${lines}\nrules:`);
    await service.gavel(["policy", "push", id, "-"], { input: text });
    await service.gavel(["policy", "activate", id, "2", "--reason", reason]);
  }
}
