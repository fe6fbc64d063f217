import type { Message } from "./conversation.ts";
import { renderConversationForCompletion } from "./render-conversation.ts";

/**
 * Renders the tokens to append to a prompt (after its `<|start|>assistant`) for the second attempt: the model's
 * analysis and invalid output, a developer message that describes the problem, and `<|start|>assistant`.
 *
 * `problem` is from validation and names locations and rules; like the model's texts it is encoded as
 * ordinary text.
 *
 * @throws EngineFailedError if a control token is at a position where the template has none.
 */
export function renderRepair(attempt: {
  readonly reasoning: string;
  readonly final: string;
  readonly problem: string;
}): Uint32Array<ArrayBuffer> {
  const instructions =
    `The verdict above is not valid: ${attempt.problem}\n\n` +
    "Judge the same content by the same policy again. Answer only with a verdict that is valid against the " +
    "response format.";
  const analysis: Message = { role: "assistant", channel: "analysis", content: attempt.reasoning };
  const messages: readonly Message[] = [
    ...(attempt.reasoning === "" ? [] : [analysis]),
    { role: "assistant", channel: "final", content: attempt.final },
    { role: "developer", content: { instructions } },
  ];
  const tokens = renderConversationForCompletion({ messages }, "assistant", { dropAnalysis: false });
  return tokens.slice(ASSISTANT_START_TOKENS);
}

/** `<|start|>assistant`, with which the prompt already ends. */
const ASSISTANT_START_TOKENS = 2;
