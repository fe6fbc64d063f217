import { createHash } from "node:crypto";
import { Slices } from "./in-slices.ts";
import type { Conversation, Message, ReasoningEffort, ResponseFormat } from "./conversation.ts";
import { writeHeader, writeMessage } from "./render-conversation.ts";
import { encodeOrdinary, encodeSteps } from "./tokenizer.ts";
import { TokenWriter } from "./token-writer.ts";
import { type PromptContent, renderTranscript } from "./transcript.ts";

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

/** Characters that are encoded at once: about a millisecond. */
const MAX_AT_ONCE = 4096;
const slices = new Slices();

/** What stays the same from one content to the next. */
export interface PromptTemplateOptions {
  /** The policy as stored, rendered verbatim. */
  readonly policy: string;
  readonly responseFormats: readonly ResponseFormat[];
  readonly reasoningEffort: ReasoningEffort;
}

/**
 * The prompt of one policy version, encoded once and rendered for many contents: keep it by policy version,
 * formats and effort.
 *
 * The prompt reads: a system message (identity, knowledge cutoff, effort, channels; no date, which would
 * change the prompt and lose the cached prefix every midnight), one developer message (policy and response
 * formats), one user message (the content), `<|start|>assistant`. There is exactly one developer message and
 * no earlier assistant turn: engines have been seen to drop the one and to be misled by the other.
 *
 * Decoding in two steps goes on from here. First the model writes `<|channel|>analysis<|message|>…<|end|>`
 * behind the prompt, up to a bound; then the engine appends `finalHeaderAfter(generated)` (see
 * assistant-headers.ts) and the answer is decoded under its grammar up to `<|return|>`.
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

  /** @throws EngineFailedError if a control token stands where the template put none. */
  render(content: PromptContent): RenderedPrompt {
    const text = textOf(content);
    return this.#around(text, encodeOrdinary(text));
  }

  /**
   * The same without holding the event loop up: long contents are encoded a few milliseconds at a time, one after
   * the other, since each takes memory of many times its length meanwhile.
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

/** One prompt from scratch. Callers with many contents for a policy keep a `PromptTemplate`. */
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

/** The reference's default system message, which the models were trained on; both fields are theirs, not ours. */
const SYSTEM = {
  modelIdentity: "You are ChatGPT, a large language model trained by OpenAI.",
  knowledgeCutoff: "2024-06",
  channels: ["analysis", "commentary", "final"],
} as const;
