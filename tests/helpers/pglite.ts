import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { PgliteDatabase } from "../../service/storage/database/pglite-database.ts";

export interface TestDirectory {
  readonly path: string;
  entries(): readonly string[];
  remove(): void;
}

/** A new data directory. Unless `empty`, it contains a database already: creating one takes three seconds. */
export function makeDataDirectory(options: { readonly empty?: boolean } = {}): TestDirectory {
  const path = mkdtempSync(join(tmpdir(), "gavel-data-"));
  const template = inject("pgliteTemplate");
  if (template !== undefined && options.empty !== true) cpSync(template, path, { recursive: true });
  return {
    path,
    entries: () => readdirSync(path),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** A new, started PGlite; `stop` removes it with its files. */
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
