import { sql } from "drizzle-orm";
import { ServiceError } from "../../errors.ts";
import type { Reviewer } from "../../reviews/review-store.ts";
import { toText } from "../database/json-text.ts";
import type { LockedReview } from "./review-change.ts";
import { personOf } from "./review-row.ts";
import { reviewEvents } from "./review-tables.ts";

/** Keeps a record and its history small enough to be shown. */
const MAX_EVENTS = 200;

type NewEvent = Pick<typeof reviewEvents.$inferInsert, "type" | "words"> &
  Partial<
    Pick<typeof reviewEvents.$inferInsert, "round" | "decision" | "violation" | "policy_category" | "panel">
  >;

/** Adds an event by this person to the current round. */
export async function addEvent(
  { session, id, row, events }: LockedReview,
  { keyId, name }: Reviewer,
  event: NewEvent,
): Promise<void> {
  const counted = events.filter(({ type }) => type !== "skip").length;
  if (event.type !== "skip" && counted >= MAX_EVENTS) {
    throw new ServiceError("review_limit_reached", `The limit is ${MAX_EVENTS} entries for each item.`);
  }
  await session.insert(reviewEvents).values({
    verdict_id: id,
    round: row.round,
    key_id: toText(keyId),
    reviewer: name === null ? null : toText(name),
    person: name === null ? null : personOf(name),
    created_at: sql`now()`,
    ...event,
  });
}
