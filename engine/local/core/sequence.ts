import type { GenerateResult } from "../../engine.ts";
import type { Decoding } from "./decoding.ts";
import type { Schedulable } from "./scheduler.ts";

export interface SequenceOptions {
  readonly prompt: readonly number[];
  /** Leading prompt tokens that other prompts may begin with too. */
  readonly sharedTokens: number;
  readonly decoding: Decoding;
  /** Called once, when the answer is complete. */
  readonly resolve: (result: GenerateResult) => void;
  /** Called once, when the answer can no longer be completed. */
  readonly reject: (error: Error) => void;
}

/** One request inside the engine: its tokens so far, and how many of them are computed. */
export class Sequence<Slot> implements Schedulable {
  readonly tokens: number[];
  readonly promptTokens: number;
  readonly sharedTokens: number;
  cacheableTokens = 0;
  readonly decoding: Decoding;
  readonly resolve: (result: GenerateResult) => void;
  readonly reject: (error: Error) => void;
  computedTokens = 0;
  /** Tokens found in the prefix cache when the sequence first ran; null before. */
  cachedTokens: number | null = null;
  /** Its slot in the KV cache; null while it waits. */
  slot: Slot | null = null;
  /** Set by the caller's signal, at any time; the engine acts on it between two steps. */
  aborted = false;

  constructor(options: SequenceOptions) {
    this.promptTokens = options.prompt.length;
    // One token of the prompt is always computed: the next token's logits come from it.
    this.sharedTokens = Math.min(options.sharedTokens, this.promptTokens - 1);
    this.tokens = [...options.prompt, ...options.decoding.start()];
    this.decoding = options.decoding;
    this.resolve = options.resolve;
    this.reject = options.reject;
  }

  get totalTokens(): number {
    return this.tokens.length;
  }
}
