import type { Conversation } from "./conversation.ts";

/**
 * A prompt as the model reads it, rendered once: what is hashed is what is sent.
 *
 * `tokens` ends with the assistant start, where the model's first header begins. Engines that take token
 * ids send `tokens`; chat-only servers are given `conversation`.
 */
export interface RenderedPrompt {
  readonly conversation: Conversation;
  /** o200k_harmony token ids. */
  readonly tokens: Uint32Array;
  /** sha256, lower-case hex, over the token ids as little-endian uint32. */
  readonly sha256: string;
  /** How many leading tokens depend on policy, schema and effort only: the part a prefix cache can share. */
  readonly sharedTokens: number;
}
