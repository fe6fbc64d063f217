import { fileURLToPath } from "node:url";
import type { MigrationConfig } from "drizzle-orm/migrator";
import { APPEND_ONLY } from "../audit/append-only.ts";
import { rowsOf, type Session } from "./database.ts";

/** The advisory lock of the process that migrates: "gavel" in ASCII. Any number that nothing else locks works. */
export const MIGRATION_LOCK = 0x67_61_76_65_6cn;

/** The folder with the statements, which the build copies, and the table in which drizzle's migrator records them. */
export const MIGRATIONS: MigrationConfig = {
  migrationsFolder: fileURLToPath(new URL("../migrations", import.meta.url)),
  migrationsSchema: "gavel",
  migrationsTable: "migrations",
};

/** What the migrations cannot contain. Runs after them, in one process at a time. */
export async function completeSchema(session: Session): Promise<void> {
  for (const statement of APPEND_ONLY) await rowsOf(session, statement);
}
