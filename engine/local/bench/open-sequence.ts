import type { ModelRunner, NextToken } from "../core/model-runner.ts";
import { EngineFailedError } from "../../errors.ts";
import type { OpenedModel } from "../open-model.ts";

export const GREEDY: NextToken = { mask: null, draw: null, wanted: [] };

/** A place for the prompt, without a prefix that others share. Throws EngineFailedError. */
export function openSequence<Place>(runner: ModelRunner<Place>, prompt: readonly number[]): Place {
  const opened = runner.open(prompt, 0);
  if (opened === null) throw outOfMemory();
  return opened.place;
}

/** Computes a prompt in steps as long as the engine's. */
export async function computePrompt(
  { runner, maxBatchedTokens }: OpenedModel,
  place: unknown,
  prompt: readonly number[],
): Promise<void> {
  for (let position = 0; position < prompt.length; position += maxBatchedTokens) {
    const tokens = prompt.slice(position, position + maxBatchedTokens);
    const next = position + tokens.length === prompt.length ? GREEDY : null;
    await runner.run([{ place, tokens, position, next }]);
  }
}

export function outOfMemory(): EngineFailedError {
  return new EngineFailedError("There is not enough memory for the keys and values of so many tokens.", {
    retryable: false,
  });
}
