import { createHash, randomBytes } from "node:crypto";

/** 48 random bits. */
export function generateKeyId(): string {
  return randomBytes(6).toString("hex");
}

/** A new key, `gavel_<id>_<secret>`: 256 random bits of secret. */
export function generateKey(): { readonly id: string; readonly key: string } {
  const id = generateKeyId();
  return { id, key: `gavel_${id}_${randomBytes(32).toString("base64url")}` };
}

/**
 * A plain digest is enough for 256 random bits: there is no dictionary to try. Keys are looked up by it, which
 * takes no time that depends on the secret: what a caller sends decides nothing of the digest that it can foresee.
 */
export function digestOf(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}
