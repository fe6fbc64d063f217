import { writeMessage } from "./render-conversation.ts";
import { TokenWriter } from "./token-writer.ts";

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
  const writer = new TokenWriter();
  if (attempt.reasoning !== "") {
    writeMessage(writer, { role: "assistant", channel: "analysis", content: attempt.reasoning });
  }
  writeMessage(writer, { role: "assistant", channel: "final", content: attempt.final });
  const instructions =
    `The verdict above is not valid: ${attempt.problem}\n\n` +
    "Judge the same content by the same policy again. Answer only with a verdict that is valid against the " +
    "response format.";
  writeMessage(writer, { role: "developer", content: { instructions } });
  writer.control("start");
  writer.text("assistant");
  return writer.finish().slice(ASSISTANT_START_TOKENS);
}

/** `<|start|>assistant`, which the prompt already ends with. */
const ASSISTANT_START_TOKENS = 2;
