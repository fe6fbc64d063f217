import type { GenerateRequest, ReasoningEffort } from "../../engine.ts";
import { EngineFailedError } from "../../errors.ts";
import { developerText } from "../../harmony/message-text.ts";
import { neutralizeControlTokens } from "../../harmony/neutralize-control-tokens.ts";
import { encodeOrdinary } from "../../harmony/tokenizer.ts";

/** A prompt for a server that renders messages itself: one message of instructions, one of content. */
export interface ChatPrompt {
  readonly instructions: string;
  readonly content: string;
  readonly reasoningEffort: ReasoningEffort;
  /** Tokens of the prompt as our own template would render these two messages. */
  readonly tokens: number;
}

/**
 * The conversation of a request as two texts in which no control token is spelled.
 *
 * Servers were seen to drop every instruction but the first message's and to be misled by earlier turns, so a
 * second attempt is a note at the end of the instructions. The effort is asked for by a parameter of each
 * wire and, since servers were seen to pass that over, stands in the first line as the model knows it.
 *
 * Throws EngineFailedError for a prompt of any other shape: see PromptTemplate.
 */
export function chatPrompt({ prompt, repair }: GenerateRequest): ChatPrompt {
  const [system, developer, user, ...others] = prompt.conversation.messages;
  if (
    system?.role !== "system" ||
    typeof system.content === "string" ||
    developer?.role !== "developer" ||
    typeof developer.content === "string" ||
    user?.role !== "user" ||
    others.length > 0 ||
    system.content.reasoningEffort === undefined
  ) {
    throw new EngineFailedError("The prompt has no system, developer and user message.", {
      retryable: false,
    });
  }
  const { reasoningEffort } = system.content;
  const policy = developerText(developer.content);
  const note =
    repair === undefined
      ? ""
      : `\n\nAn earlier verdict on this content was not valid: ${repair.problem}\n\nAnswer only with a verdict ` +
        "that is valid against the response format.";
  // The template writes this heading itself.
  const body = policy.startsWith(HEADING) ? policy.slice(HEADING.length) : policy;
  const instructions = neutralizeControlTokens(`Reasoning: ${reasoningEffort}\n\n${body}${note}`);
  const content = neutralizeControlTokens(user.content);
  const changed = (from: string, to: string): number =>
    from === to ? 0 : encodeOrdinary(to).length - encodeOrdinary(from).length;
  const tokens =
    prompt.tokens.length + changed(policy, HEADING + instructions) + changed(user.content, content);
  return { instructions, content, reasoningEffort, tokens };
}

const HEADING = "# Instructions\n\n";
