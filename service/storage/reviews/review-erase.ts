import { sql } from "drizzle-orm";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import { rowsOf, type Session } from "../database/database.ts";

/** Removes what people wrote about these records: reasons, notes and complaints. The decisions stay, as codes. */
export async function eraseReviewWords(session: Session, verdictIds: readonly string[]): Promise<void> {
  await rowsOf(
    session,
    sql`UPDATE gavel.review_events SET words = NULL
        WHERE verdict_id = ANY(${sql.param(verdictIds)}::uuid[]) AND words IS NOT NULL`,
  );
}

/** Removes an erased record from the queue: it can no longer be judged. Returns its review. */
export async function withdrawReview(
  session: Session,
  { id, review }: Pick<VerdictRecord, "id" | "review">,
): Promise<VerdictRecord["review"]> {
  const withdrawn = await rowsOf(
    session,
    sql`UPDATE gavel.reviews SET state = 'withdrawn', claim_expires_at = NULL, claimed_key = NULL, claimed_by = NULL
        WHERE verdict_id = ${id}::uuid AND state IN ('needs_review', 'escalated') RETURNING verdict_id`,
  );
  return review === null || withdrawn.length === 0 ? review : { ...review, state: "withdrawn" };
}
