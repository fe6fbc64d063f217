import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { NewBatch, OpenedBatch } from "../../batches/batch-store.ts";
import { ServiceError } from "../../errors.ts";
import { type Database, rowsOf, type Session } from "../database/database.ts";
import { IDEMPOTENCY_KEY_MS } from "../idempotency/idempotency.ts";
import { toText } from "../database/json-text.ts";
import type { batches } from "./batch-tables.ts";

/** An upload that received nothing for this long counts as lost when it is sent again. */
const LOST_AFTER_MS = 60_000;
const RETRY_AFTER_SECONDS = 5;

type EarlierRow = Pick<
  typeof batches.$inferSelect,
  "id" | "status" | "created_at" | "touched_at" | "upload_hmac"
>;

/** See BatchStore.open. */
export async function openBatch(database: Database, batch: NewBatch): Promise<OpenedBatch> {
  return database.transaction(async (session) => {
    const earlier = batch.idempotencyKey === undefined ? null : await findEarlier(session, batch);
    return earlier ?? { id: await insertBatch(session, batch) };
  });
}

/** Finds the upload with the same key. Frees the key if that upload is too old or was abandoned. */
async function findEarlier(
  session: Session,
  { keyId, idempotencyKey }: NewBatch,
): Promise<OpenedBatch | null> {
  const [row] = await rowsOf<EarlierRow>(
    session,
    sql`SELECT id, status, created_at, touched_at, upload_hmac FROM gavel.batches
        WHERE key_id = ${toText(keyId)} AND idempotency_key = ${toText(idempotencyKey ?? "")}
        FOR NO KEY UPDATE`,
  );
  if (row === undefined) return null;
  const isReceiving = row.status === "receiving";
  const age = Date.now() - new Date(isReceiving ? row.touched_at : row.created_at).getTime();
  if (!isReceiving && age < IDEMPOTENCY_KEY_MS) return { earlierId: row.id, uploadHmac: row.upload_hmac };
  if (isReceiving && age < LOST_AFTER_MS) throw inProgress();
  await rowsOf(
    session,
    sql`UPDATE gavel.batches SET
          idempotency_key = NULL, status = ${isReceiving ? "deleting" : row.status}
        WHERE id = ${row.id}::uuid`,
  );
  return null;
}

async function insertBatch(session: Session, { keyId, format, idempotencyKey }: NewBatch): Promise<string> {
  const now = new Date().toISOString();
  const [row] = await rowsOf<{ id: string }>(
    session,
    sql`INSERT INTO gavel.batches (id, status, key_id, format, idempotency_key, created_at, touched_at)
        VALUES (${uuidv7()}::uuid, 'receiving', ${toText(keyId)}, ${format},
                ${idempotencyKey === undefined ? null : toText(idempotencyKey)}::text,
                ${now}::timestamptz, ${now}::timestamptz)
        ON CONFLICT (key_id, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING
        RETURNING id`,
  );
  // Two uploads with one key started at the same time, and the other was first.
  if (row === undefined) throw inProgress();
  return row.id;
}

function inProgress(): ServiceError {
  return new ServiceError("idempotency_in_progress", "Repeat it when that upload has ended.", {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}
