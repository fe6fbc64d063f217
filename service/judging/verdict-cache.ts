import type { VerdictRecord } from "../../schemas/verdict-record.ts";
import type { NewItem } from "./verdict-store.ts";

/**
 * The earliest time at which an identical item may have been completed for its verdict to be reused now; null if the
 * policy version has no cache. Items with the same fingerprint are identical.
 */
export function reuseSince(cacheTtlSeconds: number, acceptedAt: Date): Date | null {
  return cacheTtlSeconds === 0 ? null : new Date(acceptedAt.getTime() - cacheTtlSeconds * 1000);
}

/** For each item that may reuse an earlier verdict, whether it did. */
export function cacheOutcomes(
  items: readonly Pick<NewItem, "id" | "reuseSince">[],
  records: readonly Pick<VerdictRecord, "id" | "cached_from">[],
): readonly ("hit" | "miss")[] {
  const reused = new Set(records.filter((record) => record.cached_from !== null).map(({ id }) => id));
  return items.filter((item) => item.reuseSince !== null).map(({ id }) => (reused.has(id) ? "hit" : "miss"));
}
