import { type SQL, sql } from "drizzle-orm";

/**
 * Makes the database refuse every change of an audit entry, including by statements of this service. drizzle-kit does
 * not support triggers, so this runs after the migrations, at each start, and restores a trigger that was dropped.
 */
export const APPEND_ONLY: readonly SQL[] = [
  sql`CREATE OR REPLACE FUNCTION gavel.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'audit entries are never changed or deleted' USING ERRCODE = 'restrict_violation';
      END
      $$`,
  sql`DO $$
      BEGIN
        IF NOT EXISTS (
          SELECT FROM pg_trigger WHERE tgrelid = 'gavel.audit_entries'::regclass AND tgname = 'audit_entries_append_only'
        ) THEN
          CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON gavel.audit_entries
          FOR EACH STATEMENT EXECUTE FUNCTION gavel.refuse_change();
        END IF;
      END
      $$`,
];
