import { fileURLToPath } from "node:url";
import type { MigrationConfig } from "drizzle-orm/migrator";

/** Held by the process that migrates; any number that nothing else locks. The letters "gavel" in ASCII. */
export const MIGRATION_LOCK = 0x67_61_76_65_6cn;

/** Where drizzle's migrator finds the statements (the build copies the folder) and keeps its ledger. */
export const MIGRATIONS: MigrationConfig = {
  migrationsFolder: fileURLToPath(new URL("../migrations", import.meta.url)),
  migrationsSchema: "gavel",
  migrationsTable: "migrations",
};
