import { createHash } from "node:crypto";
import { Slices } from "./in-slices.ts";
import type { Conversation, Message, ReasoningEffort, ResponseFormat } from "./conversation.ts";
import { writeHeader, writeMessage } from "./render-conversation.ts";
import { encodeOrdinary, encodeSteps } from "./tokenizer.ts";
import { TokenWriter } from "./token-writer.ts";
import { type PromptContent, renderTranscript } from "./transcript.ts";

/**
 * A prompt as the model reads it, rendered once: the hashed tokens are the tokens that are sent.
 *
 * `tokens` ends with the start of the assistant's message, and the model continues with its header. Engines that
 * take token ids use `tokens`; servers that take only messages get `conversation`.
 */
export interface RenderedPrompt {
  readonly conversation: Conversation;
  /** o200k_harmony token ids. */
  readonly tokens: Uint32Array;
  /** sha256, lower-case hex, over the token ids as little-endian uint32. */
  readonly sha256: string;
  /** Leading tokens that depend only on policy, schema and effort: a prefix cache can share them. */
  readonly sharedTokens: number;
}

/** Characters that are encoded without yielding: about a millisecond. */
const MAX_AT_ONCE = 4096;
const slices = new Slices();

/** The part of a prompt that does not depend on the content. */
export interface PromptTemplateOptions {
  /** The policy as stored, rendered verbatim. */
  readonly policy: string;
  readonly responseFormats: readonly ResponseFormat[];
  readonly reasoningEffort: ReasoningEffort;
}

/**
 * The prompt of one policy version, encoded once and rendered for many contents. Keep it by policy version,
 * formats and effort.
 *
 * The prompt consists of a system message (identity, knowledge cutoff, effort, channels; no date, which would
 * invalidate the cached prefix every midnight), one developer message (policy and response formats), one user
 * message (the content) and `<|start|>assistant`. There is exactly one developer message and no earlier assistant
 * turn: engines were observed to drop additional developer messages and to be misled by earlier turns.
 *
 * Decoding continues from here in two steps. First the model generates `<|channel|>analysis<|message|>…<|end|>`,
 * up to a limit; then the engine appends `finalHeaderAfter(generated)` (see assistant-headers.ts), and the output
 * is decoded under its grammar up to `<|return|>`.
 */
export class PromptTemplate {
  readonly #instructions: readonly [Message, Message];
  readonly #shared = new TokenWriter();

  constructor({ policy, responseFormats, reasoningEffort }: PromptTemplateOptions) {
    this.#instructions = [
      { role: "system", content: { ...SYSTEM, reasoningEffort } },
      { role: "developer", content: { instructions: policy, responseFormats } },
    ];
    for (const message of this.#instructions) {
      writeMessage(this.#shared, message);
    }
    writeHeader(this.#shared, { role: "user", content: "" });
  }

  /** @throws EngineFailedError if a control token is at a position where the template has none. */
  render(content: PromptContent): RenderedPrompt {
    const text = textOf(content);
    return this.#around(text, encodeOrdinary(text));
  }

  /**
   * Renders without blocking the event loop: long contents are encoded in slices of a few milliseconds, and one after
   * the other, because each needs many times its length in memory while it is encoded.
   */
  async renderInSlices(content: PromptContent): Promise<RenderedPrompt> {
    const text = textOf(content);
    return text.length <= MAX_AT_ONCE
      ? this.render(content)
      : this.#around(text, await slices.run(encodeSteps(text)));
  }

  #around(text: string, encoded: readonly number[]): RenderedPrompt {
    const writer = new TokenWriter();
    writer.append(this.#shared);
    writer.encoded(encoded);
    writer.control("end");
    writer.control("start");
    writer.text("assistant");
    const tokens = writer.finish();
    return {
      conversation: { messages: [...this.#instructions, { role: "user", content: text }] },
      tokens,
      sha256: tokensSha256(tokens),
      sharedTokens: this.#shared.length,
    };
  }
}

function textOf(content: PromptContent): string {
  return typeof content === "string" ? content : renderTranscript(content.messages);
}

/** Renders a single prompt. Callers with many contents for one policy keep a `PromptTemplate`. */
export function renderPrompt(
  options: PromptTemplateOptions & { readonly content: PromptContent },
): RenderedPrompt {
  return new PromptTemplate(options).render(options.content);
}

/** sha256, lower-case hex, over token ids as little-endian uint32, whatever the machine's byte order. */
export function tokensSha256(tokens: Uint32Array): string {
  const bytes = Buffer.alloc(tokens.length * 4);
  tokens.forEach((token, index) => bytes.writeUInt32LE(token, index * 4));
  return createHash("sha256").update(bytes).digest("hex");
}

/** The default system message of the reference, which the models were trained on. */
const SYSTEM = {
  modelIdentity: "You are ChatGPT, a large language model trained by OpenAI.",
  knowledgeCutoff: "2024-06",
  channels: ["analysis", "commentary", "final"],
} as const;
