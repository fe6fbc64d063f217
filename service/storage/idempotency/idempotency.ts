import { sql } from "drizzle-orm";
import type { Idempotency } from "../../judging/verdict-store.ts";
import { ServiceError } from "../../errors.ts";
import { rowsOf, type Session } from "../database/database.ts";
import { toText } from "../database/json-text.ts";
import type { CreateCall } from "../verdicts/create-call.ts";
import type { idempotencyKeys } from "./idempotency-tables.ts";

/** How long a key is stored, unless one of its records is deleted earlier. */
export const IDEMPOTENCY_KEY_MS = 24 * 60 * 60_000;

/** The earlier request with the same key: its records, or the conflict with it. */
export type Replay = { readonly recordIds: readonly string[] } | { readonly error: ServiceError };

interface Remembered {
  readonly bodyHmac: string;
  readonly recordIds: readonly string[];
}

/**
 * Finds the earlier request with the key of each call; null if the call is the first. Calls of the same batch count as
 * earlier too. Deletes keys that are too old or whose records no longer all exist.
 *
 * Two requests with one key cannot both be the first, because records are created under the lock of positions.
 */
export async function findReplays(
  session: Session,
  calls: readonly CreateCall[],
): Promise<readonly (Replay | null)[]> {
  const keyed = calls.flatMap(({ idempotency }) => (idempotency === null ? [] : [idempotency]));
  const remembered = keyed.length === 0 ? new Map<string, Remembered>() : await loadKeys(session, keyed);
  return calls.map(({ idempotency, items }) => {
    if (idempotency === null) return null;
    const earlier = remembered.get(mapKey(idempotency));
    if (earlier === undefined) {
      const recordIds = items.map(({ id }) => id);
      remembered.set(mapKey(idempotency), { bodyHmac: idempotency.bodyHmac, recordIds });
      return null;
    }
    if (earlier.bodyHmac === idempotency.bodyHmac) return { recordIds: earlier.recordIds };
    return {
      error: new ServiceError(
        "idempotency_conflict",
        "Use a new Idempotency-Key for a request that differs.",
      ),
    };
  });
}

export async function rememberKeys(session: Session, calls: readonly CreateCall[]): Promise<void> {
  for (const { items, idempotency } of calls) {
    if (idempotency === null) continue;
    const recordIds = items.map(({ id }) => id);
    await rowsOf(
      session,
      sql`INSERT INTO gavel.idempotency_keys (scope, key, body_hmac, record_ids, created_at)
          VALUES (${toText(idempotency.scope)}, ${toText(idempotency.key)}, ${idempotency.bodyHmac},
                  ${sql.param(recordIds)}::uuid[], clock_timestamp())`,
    );
  }
}

async function loadKeys(session: Session, keyed: readonly Idempotency[]): Promise<Map<string, Remembered>> {
  const oldest = new Date(Date.now() - IDEMPOTENCY_KEY_MS).toISOString();
  const asked = sql`unnest(${sql.param(keyed.map(({ scope }) => toText(scope)))}::text[],
                           ${sql.param(keyed.map(({ key }) => toText(key)))}::text[])`;
  await rowsOf(
    session,
    sql`DELETE FROM gavel.idempotency_keys k
        WHERE (k.scope, k.key) IN (SELECT * FROM ${asked})
          AND (k.created_at < ${oldest}::timestamptz OR cardinality(k.record_ids) >
               (SELECT count(*) FROM gavel.verdicts v WHERE v.id = ANY(k.record_ids)))`,
  );
  const rows = await rowsOf<Omit<typeof idempotencyKeys.$inferSelect, "created_at">>(
    session,
    sql`SELECT scope, key, body_hmac, record_ids FROM gavel.idempotency_keys
        WHERE (scope, key) IN (SELECT * FROM ${asked})`,
  );
  return new Map(
    rows.map((row) => [
      JSON.stringify([row.scope, row.key]),
      { bodyHmac: row.body_hmac, recordIds: row.record_ids },
    ]),
  );
}

function mapKey({ scope, key }: Idempotency): string {
  return JSON.stringify([toText(scope), toText(key)]);
}
