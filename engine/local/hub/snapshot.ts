import { type ListFileEntry, listFiles, modelInfo } from "@huggingface/hub";
import type { Checksum } from "./checksum.ts";
import type { HubEndpoint } from "./endpoint.ts";
import { HubError } from "./hub-error.ts";
import { metadataFetch } from "./metadata-fetch.ts";
import { isCommit, type ModelRef } from "./model-ref.ts";
import type { RetryOptions } from "./retries.ts";
import { selectFiles, type Skipped } from "./select-files.ts";

export interface HubFile {
  /** A bare name: all files are at the root of the repository. */
  readonly path: string;
  readonly size: number;
  readonly checksum: Checksum;
}

/** A revision resolved to a commit and the checksums of its files. */
export interface Snapshot extends ModelRef {
  readonly commit: string;
  /** Smallest first: the settings reveal an unusable model before its weights are downloaded. */
  readonly files: readonly HubFile[];
  readonly skipped: readonly Skipped[];
}

/** Resolves a revision, and lists its files with sizes and checksums. Throws HubError. */
export async function resolveSnapshot(
  hub: HubEndpoint,
  ref: ModelRef,
  options: RetryOptions,
): Promise<Snapshot> {
  const { repo, revision } = ref;
  const request = { hubUrl: hub.url, fetch: metadataFetch(hub, ref, options) };
  const entries: ListFileEntry[] = [];
  let commit: unknown;
  try {
    const info = await modelInfo({ ...request, name: repo, revision, additionalFields: ["sha"] });
    commit = info.sha;
    if (!isCommit(commit)) throw malformed("it has no commit");
    for await (const entry of listFiles({
      ...request,
      repo: { type: "model", name: repo },
      revision: commit,
      recursive: true,
    })) {
      if (entry.type === "file") entries.push(entry);
    }
  } catch (error) {
    options.signal.throwIfAborted();
    if (error instanceof HubError) throw error;
    throw malformed("it does not have the format of a hub's response");
  }
  const { selected, skipped } = selectFiles(entries);
  if (
    !selected.some(({ path }) => path === "config.json") ||
    !selected.some(({ path }) => path.endsWith(".safetensors"))
  ) {
    throw new HubError(`${repo} is not a checkpoint: it has no config.json and safetensors at its root`);
  }
  const files = selected.map(readEntry).toSorted((a, b) => a.size - b.size);
  if (new Set(files.map(({ path }) => path.toLowerCase())).size < files.length) {
    throw malformed("it lists a file twice");
  }
  return { repo, revision, commit, files, skipped };
}

function readEntry({ path, size, oid, lfs, xetHash }: ListFileEntry): HubFile {
  const bytes = lfs?.size ?? size;
  // For a file in Xet, git's id identifies its pointer.
  const hex = lfs?.oid ?? (xetHash === undefined ? oid : undefined);
  const algorithm = lfs === undefined ? "git-sha1" : "sha256";
  if (!Number.isSafeInteger(bytes) || bytes < 0) throw malformed(`it has no size for ${path}`);
  if (typeof hex !== "string" || !(algorithm === "sha256" ? /^[0-9a-f]{64}$/ : /^[0-9a-f]{40}$/).test(hex)) {
    throw malformed(`it has no checksum for ${path}`);
  }
  return { path, size: bytes, checksum: { algorithm, hex } };
}

function malformed(what: string): HubError {
  return new HubError(`the hub's response is malformed: ${what}`);
}
