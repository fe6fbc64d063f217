import { createHash, randomBytes } from "node:crypto";

/** 48 random bits. */
export function generateKeyId(): string {
  return randomBytes(6).toString("hex");
}

/** Generates a key, `gavel_<id>_<secret>`, with 256 random bits of secret. */
export function generateKey(): { readonly id: string; readonly key: string } {
  const id = generateKeyId();
  return { id, key: `gavel_${id}_${randomBytes(32).toString("base64url")}` };
}

/**
 * A plain digest is enough for 256 random bits, which no dictionary holds. Looking keys up by digest leaks no timing:
 * a caller cannot foresee which bits of the digest its input changes.
 */
export function digestOf(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}
