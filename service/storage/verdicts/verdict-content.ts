import { sql } from "drizzle-orm";
import type { Content } from "../../../schemas/content.ts";
import type { KeptContent } from "../../judging/verdict-store.ts";
import { appendEntries } from "../audit/append-entries.ts";
import { rowsOf, type Session } from "../database/database.ts";

/** Call it in a transaction: if the entry of the audit log is not committed, the content is not returned. */
export async function readContent(session: Session, id: string, by: string): Promise<KeptContent | null> {
  const [row] = await rowsOf<{ content: Content | null; erased: boolean }>(
    session,
    sql`SELECT content, erased_at IS NOT NULL AS erased FROM gavel.verdicts WHERE id = ${id}::uuid`,
  );
  if (row === undefined) return null;
  if (row.content === null) return { content: null, reason: row.erased ? "erased" : "expired" };
  await appendEntries(session, [
    { actor: by, action: "content.read", subject: `/verdicts/${id}`, detail: {} },
  ]);
  return { content: row.content };
}
