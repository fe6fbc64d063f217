import { randomBytes } from "node:crypto";
import type { Database } from "../database/database.ts";
import { installation } from "./key-tables.ts";

const KEY_BYTES = 32;

/** Returns the key of content hashes that all processes on this database share. The first caller creates it. */
export async function loadContentHashKey(database: Database): Promise<Uint8Array> {
  const fresh = randomBytes(KEY_BYTES).toString("hex");
  const [row] = await database.run(async (session) => {
    await session.insert(installation).values({ content_hash_key: fresh }).onConflictDoNothing();
    return session.select({ key: installation.content_hash_key }).from(installation);
  });
  if (row === undefined) throw new Error("The key of content hashes was just stored and does not exist");
  return Buffer.from(row.key, "hex");
}
