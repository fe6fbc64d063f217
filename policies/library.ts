import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * Relative to this file, so that it is found in the source tree and next to the compiled file, to which the build
 * copies it.
 */
const LIBRARY = new URL("./library/", import.meta.url);

/** One starter policy: `path` is its policy.md; golden.jsonl in the same folder has labelled examples. */
export interface LibraryPolicy {
  readonly id: string;
  readonly path: string;
}

/** The starter policies, by id. */
export function listLibraryPolicies(): LibraryPolicy[] {
  return readdirSync(LIBRARY, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ id: name, path: fileURLToPath(new URL(`${name}/policy.md`, LIBRARY)) }))
    .sort((left, right) => (left.id < right.id ? -1 : 1));
}

/** The document of one starter policy. Throws RangeError for an id that is not in the library. */
export function readLibraryPolicy(id: string): Uint8Array {
  const policy = listLibraryPolicies().find((candidate) => candidate.id === id);
  if (!policy) throw new RangeError("The library has no policy with this id");
  return readFileSync(policy.path);
}
