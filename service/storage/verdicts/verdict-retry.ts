import { sql } from "drizzle-orm";
import type { ReasoningEffort } from "../../../engine/engine.ts";
import type { Content } from "../../../schemas/content.ts";
import type { NewItem, RetrySource } from "../../judging/verdict-store.ts";
import { appendEntries } from "../audit/append-entries.ts";
import { rowsOf, type Session } from "../database/database.ts";
import type { Replay } from "../idempotency/idempotency.ts";
import type { CreateCall } from "./create-call.ts";
import { RECORD_COLUMNS, recordOf, type VerdictRow } from "./verdict-row.ts";

/**
 * The data that is needed to judge an item again. The content does not leave the service, so the audit log does not
 * record this read.
 */
export async function readRetrySource(session: Session, id: string): Promise<RetrySource | null> {
  const [row] = await rowsOf<
    VerdictRow & { readonly content: Content | null; readonly reasoning_effort: ReasoningEffort }
  >(
    session,
    sql`SELECT ${RECORD_COLUMNS}, content, reasoning_effort FROM gavel.verdicts WHERE id = ${id}::uuid`,
  );
  if (row === undefined) return null;
  return { record: recordOf(row), content: row.content, reasoningEffort: row.reasoning_effort };
}

/**
 * The retry that already exists for the item of each call, possibly from an earlier call; null if there is none, or if
 * the call is not a retry. Two requests cannot both retry an item, because records are created under the lock of
 * positions.
 */
export async function findRetries(
  session: Session,
  calls: readonly CreateCall[],
): Promise<readonly (Replay | null)[]> {
  const asked = calls.flatMap(({ items }) => items.flatMap(({ retryOf }) => retryOf ?? []));
  if (asked.length === 0) return calls.map(() => null);
  const rows = await rowsOf<{ id: string; retry_of: string }>(
    session,
    sql`SELECT id, retry_of FROM gavel.verdicts WHERE retry_of = ANY(${sql.param(asked)}::uuid[])`,
  );
  const retries = new Map(rows.map((row) => [row.retry_of, row.id]));
  return calls.map(({ items: [item] }) => {
    if (item?.retryOf === undefined) return null;
    const earlier = retries.get(item.retryOf);
    retries.set(item.retryOf, earlier ?? item.id);
    return earlier === undefined ? null : { recordIds: [earlier] };
  });
}

export async function recordRetries(session: Session, items: readonly NewItem[]): Promise<void> {
  const entries = items.flatMap(({ id, keyId, retryOf }) =>
    retryOf === undefined
      ? []
      : [
          {
            actor: keyId,
            action: "verdict.retried" as const,
            subject: `/verdicts/${retryOf}`,
            detail: { retry: id },
          },
        ],
  );
  if (entries.length > 0) await appendEntries(session, entries);
}
