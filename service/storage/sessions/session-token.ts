import { randomBytes } from "node:crypto";
import { digestOf } from "../keys/key-format.ts";

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** 256 random bits, of which only the digest is stored, as for keys. */
export function generateToken(): string {
  return randomBytes(32).toString("base64url");
}

/** The digest of a text that has the form of a token; null for any other text, which needs no query. */
export function tokenDigest(token: string): string | null {
  return TOKEN.test(token) ? digestOf(token) : null;
}
