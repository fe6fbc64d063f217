import type { VerdictRecord } from "../../schemas/verdict-record.ts";
import type { NewItem } from "./verdict-store.ts";

/**
 * How old the verdict of an equal item may be to be served again for one accepted now; null where the policy
 * version has no cache. Which items are equal, its fingerprint says: the same content, policy version, effort,
 * reasoning bound and seed.
 */
export function reuseSince(cacheTtlSeconds: number, acceptedAt: Date): Date | null {
  return cacheTtlSeconds === 0 ? null : new Date(acceptedAt.getTime() - cacheTtlSeconds * 1000);
}

/** What became of each item that could have been served an earlier verdict. */
export function cacheOutcomes(
  items: readonly Pick<NewItem, "id" | "reuseSince">[],
  records: readonly Pick<VerdictRecord, "id" | "cached_from">[],
): readonly ("hit" | "miss")[] {
  const served = new Set(records.filter((record) => record.cached_from !== null).map(({ id }) => id));
  return items.filter((item) => item.reuseSince !== null).map(({ id }) => (served.has(id) ? "hit" : "miss"));
}
