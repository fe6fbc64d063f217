import { type ParsedMessage, StreamableParser } from "./streamable-parser.ts";

/** What a model generated after a prompt that ended with `<|start|>assistant`. */
export interface ParsedCompletion {
  /** All analysis messages up to the final message, joined by an empty line; "" if there is none. */
  readonly analysis: string;
  /** All commentary messages up to the final message, joined by an empty line. */
  readonly commentary: string;
  /** The first complete final message, or the last one if all are truncated; null if there is none. */
  readonly final: string | null;
  /** True if a stop token ended that message; truncated output must not be used. */
  readonly finalComplete: boolean;
}

/**
 * Parses generated tokens; never throws. Messages of other roles and channels are ignored, and so is a
 * final message to a recipient. The first complete final message is the output: anything that a server let the
 * model generate after it (another turn, another final message) is ignored.
 */
export function parseCompletion(tokens: Iterable<number>): ParsedCompletion {
  const parser = new StreamableParser("assistant");
  for (const token of tokens) {
    parser.push(token);
  }
  parser.end();
  const messages = parser.messages.filter((message) => message.role === "assistant");
  const end = messages.findIndex((message) => isAnswer(message) && message.complete);
  const counted = end === -1 ? messages : messages.slice(0, end + 1);
  const final = counted.findLast(isAnswer);
  return {
    analysis: joinChannel(counted, "analysis"),
    commentary: joinChannel(counted, "commentary"),
    final: final?.content ?? null,
    finalComplete: final?.complete ?? false,
  };
}

function isAnswer({ channel, recipient }: ParsedMessage): boolean {
  return channel === "final" && recipient === null;
}

function joinChannel(messages: readonly ParsedMessage[], channel: string): string {
  return messages
    .filter((message) => message.channel === channel)
    .map((message) => message.content)
    .join("\n\n");
}
