import type { GoldenItem } from "../../evaluation/golden/golden-item.ts";
import type { GoldenSetVersion } from "../../schemas/golden-set.ts";

export interface NewGoldenVersion {
  readonly name: string;
  /** The format that the items were imported from. */
  readonly format: string;
  readonly items: readonly GoldenItem[];
}

export interface PutGoldenResult {
  readonly version: GoldenSetVersion;
  /** False if this set already had a version with the same items. */
  readonly created: boolean;
}

export interface GoldenItems {
  readonly items: readonly GoldenItem[];
  /** Continues after the last item; null if there is none. */
  readonly next: number | null;
  readonly hasMore: boolean;
}

/**
 * Golden sets and their versions. A version never changes, so every evaluation can be repeated.
 *
 * Throws ServiceError golden_set_not_found for an unknown name or version.
 */
export interface GoldenStore {
  /** Adds a version. The same items in the same order are the same version. */
  put(version: NewGoldenVersion): Promise<PutGoldenResult>;
  /** The latest version of each set, by name. */
  list(): Promise<readonly GoldenSetVersion[]>;
  /** Oldest first. */
  listVersions(name: string): Promise<readonly GoldenSetVersion[]>;
  /** Null: the latest version. */
  get(name: string, version: number | null): Promise<GoldenSetVersion>;
  /** A page of items, in the order of the upload. */
  items(name: string, version: number, after: number, limit: number): Promise<GoldenItems>;
  /**
   * Deletes a set with all its versions, because content may have to be erased. Evaluations keep their reports and lose
   * the content. `by` is the API key, for the audit log. Throws golden_set_in_use while one of them is running.
   */
  delete(name: string, by: string | null): Promise<void>;
  /** Removes what interrupted uploads and deletions left. Returns how many versions. */
  sweep(): Promise<number>;
}
