import { and, asc, desc, eq, gt, gte, lt } from "drizzle-orm";
import type { AuditEntry } from "../../../schemas/audit.ts";
import type { AuditListOptions, AuditLog, NewAuditEntry } from "../../audit/audit-log.ts";
import type { Database } from "../database/database.ts";
import { appendEntries } from "./append-entries.ts";
import { auditEntries } from "./audit-tables.ts";

/** The audit log in PostgreSQL or PGlite. */
export class DatabaseAuditLog implements AuditLog {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  append(entries: readonly NewAuditEntry[]): Promise<void> {
    return this.#database.transaction((session) => appendEntries(session, entries));
  }

  async list({
    filter,
    order,
    limit,
    after,
  }: AuditListOptions): Promise<{ readonly entries: readonly AuditEntry[]; readonly hasMore: boolean }> {
    const { actor, action, subject, since, until } = filter;
    const { position, at } = auditEntries;
    const rows = await this.#database.run((session) =>
      session
        .select()
        .from(auditEntries)
        .where(
          and(
            ...(actor === undefined ? [] : [eq(auditEntries.actor, actor)]),
            ...(action === undefined ? [] : [eq(auditEntries.action, action)]),
            ...(subject === undefined ? [] : [eq(auditEntries.subject, subject)]),
            ...(since === undefined ? [] : [gte(at, since)]),
            ...(until === undefined ? [] : [lt(at, until)]),
            ...(after === undefined ? [] : [order === "asc" ? gt(position, after) : lt(position, after)]),
          ),
        )
        .orderBy(order === "asc" ? asc(position) : desc(position))
        .limit(limit + 1),
    );
    const entries = rows.slice(0, limit).map((row) => ({ ...row, at: new Date(row.at).toISOString() }));
    return { entries, hasMore: rows.length > limit };
  }
}
