import type { Message } from "./conversation.ts";
import { renderConversationForCompletion } from "./render-conversation.ts";

/**
 * The tokens to append to a prompt (behind its `<|start|>assistant`) for the second attempt: the model's own
 * analysis and invalid answer, a developer message that says what was wrong, `<|start|>assistant`.
 *
 * `problem` comes from validation and names places and rules; like the model's texts it is encoded as
 * ordinary text.
 *
 * @throws EngineFailedError if a control token stands where the template put none.
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

/** `<|start|>assistant`, which the prompt already ends with. */
const ASSISTANT_START_TOKENS = 2;
