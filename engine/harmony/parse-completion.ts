import { type ParsedMessage, StreamableParser } from "./streamable-parser.ts";

/** What a model wrote behind a prompt that ended with `<|start|>assistant`. */
export interface ParsedCompletion {
  /** All analysis messages, joined by an empty line. "" where there is none. */
  readonly analysis: string;
  /** All commentary messages, joined by an empty line. Never part of the answer. */
  readonly commentary: string;
  /** The last final message as it stands, complete or not; null where there is none. Earlier ones do not count. */
  readonly final: string | null;
  /** True if that message was ended by a stop token; a cut answer is no answer. */
  readonly finalComplete: boolean;
}

/** Never throws, whatever the tokens. Messages of other roles and other channels are passed over. */
export function parseCompletion(tokens: Iterable<number>): ParsedCompletion {
  const parser = new StreamableParser("assistant");
  for (const token of tokens) {
    parser.push(token);
  }
  parser.end();
  const messages = parser.messages.filter((message) => message.role === "assistant");
  const final = messages.findLast((message) => message.channel === "final");
  return {
    analysis: joinChannel(messages, "analysis"),
    commentary: joinChannel(messages, "commentary"),
    final: final?.content ?? null,
    finalComplete: final?.complete ?? false,
  };
}

function joinChannel(messages: readonly ParsedMessage[], channel: string): string {
  return messages
    .filter((message) => message.channel === channel)
    .map((message) => message.content)
    .join("\n\n");
}
