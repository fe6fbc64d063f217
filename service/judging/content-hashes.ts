import { createHash, createHmac, type Hmac } from "node:crypto";
import type { Content } from "../../schemas/content.ts";

/**
 * Hashes of what callers sent: HMAC-SHA256 in lower-case hex, with a key of this installation. Identical content has
 * the same hash here, and a person with a hash but without the key cannot test guesses against it.
 */
export class ContentHashes {
  readonly #loadKey: () => Promise<Uint8Array>;
  #key: Uint8Array | null = null;

  constructor(loadKey: () => Promise<Uint8Array>) {
    this.#loadKey = loadKey;
  }

  /** Loads the key, without which nothing can be hashed. */
  async start(): Promise<void> {
    this.#key = await this.#loadKey();
  }

  /**
   * Hashes the UTF-8 bytes of a text, or of a conversation as canonical JSON (RFC 8785). A conversation contains only
   * strings, so that is JSON.stringify with sorted keys.
   */
  ofContent(content: Content): string {
    if (typeof content === "string") return this.ofText(content);
    const messages = content.messages.map(({ content: text, role }) => ({ content: text, role }));
    return this.ofText(JSON.stringify({ messages }));
  }

  ofText(text: string): string {
    return this.ofBytes().update(text, "utf8").digest("hex");
  }

  /** Creates a hash for bytes that arrive in pieces. */
  ofBytes(): Hmac {
    if (this.#key === null) throw new Error("The key of content hashes has not been loaded");
    return createHmac("sha256", this.#key);
  }
}

export function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
