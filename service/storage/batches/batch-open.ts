import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { NewBatch, OpenedBatch } from "../../batches/batch-store.ts";
import { ServiceError } from "../../errors.ts";
import { type Database, rowsOf, type Session } from "../database/database.ts";
import { IDEMPOTENCY_KEY_MS } from "../idempotency/idempotency.ts";
import { toText } from "../database/json-text.ts";

/** An upload of which nothing has come for so long is taken for lost when the same is sent again. */
const LOST_AFTER_MS = 60_000;
const RETRY_AFTER_SECONDS = 5;

interface EarlierRow {
  readonly id: string;
  readonly status: string;
  readonly created_at: string;
  readonly touched_at: string;
  readonly upload_hmac: string | null;
}

/** See BatchStore.open. */
export async function openBatch(database: Database, batch: NewBatch): Promise<OpenedBatch> {
  return database.transaction(async (session) => {
    const earlier = batch.idempotencyKey === undefined ? null : await findEarlier(session, batch);
    return earlier ?? { id: await insertBatch(session, batch) };
  });
}

/** The same upload as it was accepted. Frees the key of one that is too old, or that nobody sends any more. */
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
  // Two uploads under one key begin at the same moment: the other one was first.
  if (row === undefined) throw inProgress();
  return row.id;
}

function inProgress(): ServiceError {
  return new ServiceError("idempotency_in_progress", "Repeat it when that upload has ended.", {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}
