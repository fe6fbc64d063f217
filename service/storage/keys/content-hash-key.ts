import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { type Database, rowsOf } from "../database/database.ts";

const KEY_BYTES = 32;

/** The key of content hashes that all processes on this database share. The first that asks makes it. */
export async function loadContentHashKey(database: Database): Promise<Uint8Array> {
  const fresh = randomBytes(KEY_BYTES).toString("hex");
  const [row] = await database.run(async (session) => {
    await rowsOf(
      session,
      sql`INSERT INTO gavel.installation (content_hash_key) VALUES (${fresh}) ON CONFLICT DO NOTHING`,
    );
    return rowsOf<{ content_hash_key: string }>(
      session,
      sql`SELECT content_hash_key FROM gavel.installation`,
    );
  });
  if (row === undefined) throw new Error("The key of content hashes was just stored and is gone");
  return Buffer.from(row.content_hash_key, "hex");
}
