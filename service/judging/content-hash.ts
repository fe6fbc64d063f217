import { createHash, createHmac, type Hmac } from "node:crypto";
import type { Content } from "../../schemas/content.ts";

/**
 * Hashes of what callers sent: HMAC-SHA256 in lower-case hex, under a key of this installation. The same content
 * has the same hash here, and whoever has the hash but not the key cannot try contents against it.
 */
export class ContentHashes {
  readonly #loadKey: () => Promise<Uint8Array>;
  #key: Uint8Array | null = null;

  constructor(loadKey: () => Promise<Uint8Array>) {
    this.#loadKey = loadKey;
  }

  /** Loads the key. Nothing can be hashed before. */
  async start(): Promise<void> {
    this.#key = await this.#loadKey();
  }

  /**
   * Over the UTF-8 bytes of a text, or of a conversation as canonical JSON (RFC 8785; with only strings inside,
   * that is JSON.stringify with the keys in order).
   */
  ofContent(content: Content): string {
    if (typeof content === "string") return this.ofText(content);
    const messages = content.messages.map(({ content: text, role }) => ({ content: text, role }));
    return this.ofText(JSON.stringify({ messages }));
  }

  ofText(text: string): string {
    return this.ofBytes().update(text, "utf8").digest("hex");
  }

  /** For bytes that arrive piece by piece. */
  ofBytes(): Hmac {
    if (this.#key === null) throw new Error("The key of content hashes has not been loaded");
    return createHmac("sha256", this.#key);
  }
}

export function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
