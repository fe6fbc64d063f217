import type { GenerateResult } from "../../engine.ts";
import type { Decoding } from "./decoding.ts";
import type { Schedulable } from "./scheduler.ts";

export interface SequenceOptions {
  readonly prompt: Uint32Array;
  /** Leading prompt tokens that other prompts may begin with too. */
  readonly sharedTokens: number;
  readonly decoding: Decoding;
  /** Called once, when the sequence has its answer. */
  readonly resolve: (result: GenerateResult) => void;
  /** Called once, when it will never have one. */
  readonly reject: (error: Error) => void;
}

/** One request on its way through the engine: its tokens so far, and how many of them are computed. */
export class Sequence<Place> implements Schedulable {
  readonly tokens: number[];
  readonly promptTokens: number;
  readonly sharedTokens: number;
  /** Of these, the leading ones that are kept for others. */
  keptTokens = 0;
  readonly decoding: Decoding;
  readonly resolve: (result: GenerateResult) => void;
  readonly reject: (error: Error) => void;
  computedTokens = 0;
  /** Tokens that came out of the prefix cache when it first ran; null before. */
  cachedTokens: number | null = null;
  /** In the key/value cache; null while it waits. */
  place: Place | null = null;
  /** Set by the caller's signal, at any time; the engine acts on it between two steps. */
  aborted = false;

  constructor(options: SequenceOptions) {
    this.promptTokens = options.prompt.length;
    // One token of the prompt is always computed: the next token's logits come from it.
    this.sharedTokens = Math.min(options.sharedTokens, this.promptTokens - 1);
    this.tokens = [...options.prompt, ...options.decoding.open()];
    this.decoding = options.decoding;
    this.resolve = options.resolve;
    this.reject = options.reject;
  }

  get totalTokens(): number {
    return this.tokens.length;
  }
}
