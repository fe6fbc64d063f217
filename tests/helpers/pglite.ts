import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { PgliteDatabase } from "../../service/storage/pglite-database.ts";

/** A data directory of its own, with a database already made in it: making one takes three seconds. */
export function makeDataDirectory(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "gavel-data-"));
  const template = inject("pgliteTemplate");
  if (template !== undefined) cpSync(template, path, { recursive: true });
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A started PGlite of its own; `stop` removes it with its files. */
export async function startPglite(): Promise<{ readonly database: PgliteDatabase; stop(): Promise<void> }> {
  const directory = makeDataDirectory();
  const database = new PgliteDatabase({ directory: directory.path, onError: () => undefined });
  await database.start();
  return {
    database,
    stop: async () => {
      await database.close();
      directory.remove();
    },
  };
}
