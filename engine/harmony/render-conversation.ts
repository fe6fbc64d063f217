import { CONTROL_TOKENS, controlTokenSpelling } from "./control-tokens.ts";
import type { Conversation, Message, Role } from "./conversation.ts";
import { developerText, systemText } from "./message-text.ts";
import { TokenWriter } from "./token-writer.ts";

export interface RenderOptions {
  /**
   * Default true, as in the reference: if the last assistant message is a final message, analysis messages
   * before the first final message are omitted.
   */
  readonly dropAnalysis?: boolean;
}

/** Renders a conversation as token ids, equal to those of the Harmony reference (src/encoding.rs). */
export function renderConversation(
  conversation: Conversation,
  options: RenderOptions = {},
): Uint32Array<ArrayBuffer> {
  const writer = new TokenWriter();
  writeConversation(writer, conversation, options);
  return writer.finish();
}

/** As `renderConversation`, followed by the start of a message of `nextRole`, which the model continues. */
export function renderConversationForCompletion(
  conversation: Conversation,
  nextRole: Exclude<Role, "tool">,
  options: RenderOptions = {},
): Uint32Array<ArrayBuffer> {
  const writer = new TokenWriter();
  writeConversation(writer, conversation, options);
  writer.control("start");
  writer.text(nextRole);
  return writer.finish();
}

function writeConversation(writer: TokenWriter, { messages }: Conversation, options: RenderOptions): void {
  const lastAssistant = messages.findLast((message) => message.role === "assistant");
  const drop = (options.dropAnalysis ?? true) && lastAssistant?.channel === "final";
  const firstFinal = messages.findIndex((message) => message.channel === "final");
  for (const [index, message] of messages.entries()) {
    if (!(drop && index < firstFinal && message.channel === "analysis")) {
      writeMessage(writer, message);
    }
  }
}

/**
 * Writes one message, from `<|start|>` to its stop token. Each header part and the text are encoded separately:
 * byte pairs never merge across them.
 */
export function writeMessage(writer: TokenWriter, message: Message): void {
  writeHeader(writer, message);
  writer.text(messageText(message));
  writer.control(message.role === "assistant" && message.recipient !== undefined ? "call" : "end");
}

/** Writes a header, from `<|start|>` to `<|message|>`. */
export function writeHeader(writer: TokenWriter, message: Message): void {
  writer.control("start");
  if (message.role === "tool") {
    writer.text(message.name);
  } else {
    writer.text(message.role);
    if ("name" in message && message.name !== undefined) {
      writer.text(`:${message.name}`);
    }
  }
  if (message.recipient !== undefined && message.recipient !== "all") {
    writer.text(` to=${message.recipient}`);
  }
  if (message.channel !== undefined) {
    writer.control("channel");
    writer.text(message.channel);
  }
  if (message.contentType !== undefined) {
    writeContentType(writer, message.contentType);
  }
  writer.control("message");
}

const CONSTRAIN = controlTokenSpelling(CONTROL_TOKENS.constrain)!;

function writeContentType(writer: TokenWriter, contentType: string): void {
  if (contentType.startsWith(CONSTRAIN)) {
    writer.text(" ");
    writer.control("constrain");
    writer.text(contentType.slice(CONSTRAIN.length));
  } else {
    writer.text(` ${contentType}`);
  }
}

function messageText(message: Message): string {
  if (typeof message.content === "string") {
    return message.content;
  }
  return message.role === "system" ? systemText(message.content) : developerText(message.content);
}
