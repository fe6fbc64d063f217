import { createHash, randomBytes } from "node:crypto";

const KEY = /^gavel_([0-9a-f]{12})_[A-Za-z0-9_-]{43}$/;

/** A new key: `gavel_<id>_<secret>`, 48 random bits of id and 256 of secret. */
export function generateKey(): { readonly id: string; readonly key: string } {
  const id = randomBytes(6).toString("hex");
  return { id, key: `gavel_${id}_${randomBytes(32).toString("base64url")}` };
}

/** The id in a key of ours, or null. */
export function keyIdOf(key: string): string | null {
  return KEY.exec(key)?.[1] ?? null;
}

/** A plain digest is enough for 256 random bits: there is no dictionary to try. */
export function digestOf(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}
