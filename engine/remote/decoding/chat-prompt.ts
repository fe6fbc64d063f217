import type { GenerateRequest, ReasoningEffort } from "../../engine.ts";
import { EngineFailedError } from "../../errors.ts";
import { developerText } from "../../harmony/message-text.ts";
import { neutralizeControlTokens } from "../../harmony/neutralize-control-tokens.ts";
import { encodeOrdinary } from "../../harmony/tokenizer.ts";

/** A prompt for a server that renders messages itself: instructions and content, one message each. */
export interface ChatPrompt {
  readonly instructions: string;
  readonly content: string;
  readonly reasoningEffort: ReasoningEffort;
  /** Length of these two messages in our own template, in tokens. */
  readonly tokens: number;
}

/**
 * Converts the conversation of a request into two texts that spell no control token.
 *
 * Servers were observed to drop all instructions except those of the first message and to be misled by earlier
 * turns, so a second attempt is a note at the end of the instructions. The effort is sent as a parameter of each
 * API and also, because servers were observed to ignore the parameter, as the first line of the instructions.
 *
 * Throws EngineFailedError for a prompt of any other form: see PromptTemplate.
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
  // The template adds this heading itself.
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
