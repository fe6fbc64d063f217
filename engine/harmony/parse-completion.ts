import { type ParsedMessage, StreamableParser } from "./streamable-parser.ts";

/** What a model wrote behind a prompt that ended with `<|start|>assistant`. */
export interface ParsedCompletion {
  /** All analysis messages before the answer, joined by an empty line. "" if there is none. */
  readonly analysis: string;
  /** All commentary messages before the answer, joined by an empty line. Never part of the answer. */
  readonly commentary: string;
  /** The first complete final message, or a last one that was cut; null if there is none. */
  readonly final: string | null;
  /** True if that message was ended by a stop token; a cut answer is no answer. */
  readonly finalComplete: boolean;
}

/**
 * Never throws, whatever the tokens. Messages of other roles and other channels are passed over, and so is a
 * final message to a recipient. With the first complete final message the answer is given: whatever a server let
 * the model write after it (another turn, another answer) changes nothing.
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
