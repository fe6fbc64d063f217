import { FIRST_CONTROL_TOKEN } from "../../../../engine/harmony/control-tokens.ts";
import type { Generated, GeneratedToken } from "../generation.ts";
import { openChannel } from "../habits.ts";
import { plainText } from "../text.ts";

export interface ChatParts {
  readonly reasoning: string;
  readonly content: string;
  readonly reasoningTokens: number;
  readonly contentTokens: readonly GeneratedToken[];
}

/** What a chat server's own Harmony parser returns: the analysis and the final message. */
export function chatParts(prompt: readonly number[], { tokens }: Generated): ChatParts {
  const soFar = [...prompt];
  const parts = { analysis: [] as GeneratedToken[], final: [] as GeneratedToken[] };
  for (const token of tokens) {
    const channel = openChannel(soFar);
    if (token.id < FIRST_CONTROL_TOKEN && (channel === "analysis" || channel === "final")) {
      parts[channel].push(token);
    }
    soFar.push(token.id);
  }
  return {
    reasoning: plainText(parts.analysis.map(({ id }) => id)),
    content: plainText(parts.final.map(({ id }) => id)),
    reasoningTokens: parts.analysis.length,
    contentTokens: parts.final,
  };
}
