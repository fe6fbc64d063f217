import { createHash } from "node:crypto";
import type { Content } from "../../schemas/content.ts";

/**
 * sha256, lower-case hex: over the UTF-8 bytes of a text, or of a conversation as canonical JSON (RFC 8785;
 * with only strings inside, that is JSON.stringify with the keys in order).
 */
export function contentSha256(content: Content): string {
  const bytes =
    typeof content === "string"
      ? content
      : JSON.stringify({
          messages: content.messages.map(({ content: text, role }) => ({ content: text, role })),
        });
  return sha256(bytes);
}

export function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
