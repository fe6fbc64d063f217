import { bigint, index, json, text } from "drizzle-orm/pg-core";
import type { AuditAction, AuditEntry } from "../../../schemas/audit.ts";
import { gavel, instant } from "../database/gavel-schema.ts";

/** Append-only: see append-only.ts. */
export const auditEntries = gavel.table(
  "audit_entries",
  {
    /** Without gaps, so that a missing entry is noticed. */
    position: bigint({ mode: "number" }).primaryKey(),
    at: instant().notNull(),
    actor: text(),
    action: text().notNull().$type<AuditAction>(),
    subject: text().notNull(),
    detail: json().notNull().$type<AuditEntry["detail"]>(),
    hash: text().notNull(),
  },
  (table) => [
    index("audit_entries_by_actor").on(table.actor, table.position),
    index("audit_entries_by_action").on(table.action, table.position),
    index("audit_entries_by_subject").on(table.subject, table.position),
    index("audit_entries_by_time").on(table.at),
  ],
);
