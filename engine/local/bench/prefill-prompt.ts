import type { ModelRunner, NextToken } from "../core/model-runner.ts";
import { EngineFailedError } from "../../errors.ts";
import type { OpenedModel } from "../opened-model.ts";

export const GREEDY: NextToken = { mask: null, draw: null, logprobTokens: [] };

/** Allocates a slot for the prompt, with no shared prefix. Throws EngineFailedError. */
export function allocateSlot<Slot>(runner: ModelRunner<Slot>, prompt: readonly number[]): Slot {
  const allocation = runner.allocate(prompt, 0);
  if (allocation === null) throw outOfMemory();
  return allocation.slot;
}

/** Computes a prompt in steps of the engine's size. */
export async function prefillPrompt(
  { runner, maxBatchedTokens }: OpenedModel,
  slot: unknown,
  prompt: readonly number[],
): Promise<void> {
  for (let position = 0; position < prompt.length; position += maxBatchedTokens) {
    const tokens = prompt.slice(position, position + maxBatchedTokens);
    const next = position + tokens.length === prompt.length ? GREEDY : null;
    await runner.run([{ slot, tokens, position, next }]);
  }
}

export function outOfMemory(): EngineFailedError {
  return new EngineFailedError("The KV cache is too small for the sequences to measure.", {
    retryable: false,
  });
}
