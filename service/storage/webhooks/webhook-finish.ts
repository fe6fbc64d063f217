import { and, eq, type SQL, sql } from "drizzle-orm";
import type { AttemptResult, ClaimedDelivery } from "../../webhooks/webhook-store.ts";
import { rowsOf, type Session } from "../database/database.ts";
import { milliseconds } from "../database/milliseconds.ts";
import { webhookDeliveries, webhooks } from "./webhook-tables.ts";

/**
 * Records the result of an attempt. Returns false if the claim no longer holds. `gone` disables the endpoint and ends
 * its other pending deliveries.
 */
export async function finishAttempt(
  session: Session,
  { id, attempt }: Pick<ClaimedDelivery, "id" | "attempt">,
  result: AttemptResult,
): Promise<boolean> {
  const finished = await rowsOf<{ webhook_id: string }>(
    session,
    sql`UPDATE gavel.webhook_deliveries SET ${changesOf(result)}
        WHERE id = ${id}::uuid AND status = 'pending' AND attempts = ${attempt}
        RETURNING webhook_id`,
  );
  const [row] = finished;
  if (row === undefined) return false;
  if (result.outcome === "gone") await disable(session, row.webhook_id);
  return true;
}

async function disable(session: Session, webhookId: string): Promise<void> {
  await session
    .update(webhooks)
    .set({ enabled: false, disabled_reason: "gone", updated_at: sql`now()` })
    .where(eq(webhooks.id, webhookId));
  await session
    .update(webhookDeliveries)
    .set({ status: "dead", next_attempt_at: null, last_error: "gone" })
    .where(and(eq(webhookDeliveries.webhook_id, webhookId), eq(webhookDeliveries.status, "pending")));
}

function changesOf(result: AttemptResult): SQL {
  switch (result.outcome) {
    case "delivered":
      return sql`status = 'delivered', next_attempt_at = NULL, last_error = NULL,
                 last_status_code = ${result.statusCode}::int`;
    case "retry":
      return sql`next_attempt_at = now() + ${milliseconds(result.delayMs)}, ${failureOf(result)}`;
    case "dead":
    case "gone":
      return sql`status = 'dead', next_attempt_at = NULL, ${failureOf(result)}`;
    case "released":
      return sql`attempts = attempts - 1, next_attempt_at = now()`;
  }
}

function failureOf({ failure }: Extract<AttemptResult, { failure: unknown }>): SQL {
  return sql`last_error = ${failure.error}, last_status_code = ${failure.statusCode}::int`;
}
