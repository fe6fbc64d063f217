import type { AuditAction, AuditEntry } from "../../schemas/audit.ts";

/** An action that has no position in the log yet. */
export interface NewAuditEntry {
  /** The id of the API key; null: the service itself. */
  readonly actor: string | null;
  readonly action: AuditAction;
  /** The path of the resource. */
  readonly subject: string;
  /** Never content, prompts or keys. */
  readonly detail: AuditEntry["detail"];
}

export interface AuditFilter {
  readonly actor?: string;
  readonly action?: AuditAction;
  readonly subject?: string;
  readonly since?: string;
  readonly until?: string;
}

export interface AuditListOptions {
  readonly filter: AuditFilter;
  readonly order: "asc" | "desc";
  readonly limit: number;
  /** The position of the entry before the page. */
  readonly after?: number;
}

/**
 * Who did what, and when. Entries are never changed or deleted: the database refuses to. The hash of an entry covers
 * its fields and the hash of the entry before it.
 *
 * A store that changes something appends the entry in the same transaction: see storage/audit/append-entries.ts.
 */
export interface AuditLog {
  /** Committed when it resolves. */
  append(entries: readonly NewAuditEntry[]): Promise<void>;
  /** One page, and whether more entries follow. */
  list(
    options: AuditListOptions,
  ): Promise<{ readonly entries: readonly AuditEntry[]; readonly hasMore: boolean }>;
}
