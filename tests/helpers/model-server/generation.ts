import type { JsonSchema } from "../../../engine/engine.ts";
import type { GrammarMatcher } from "../../../engine/grammar/grammar-matcher.ts";
import { CONTROL_TOKENS, FIRST_CONTROL_TOKEN, VOCAB_SIZE } from "../../../engine/harmony/control-tokens.ts";
import { encodeOrdinary } from "../../../engine/harmony/tokenizer.ts";
import type { KvSlot } from "../../../engine/local/onnx/kv-cache.ts";
import { seededDraws } from "../../../engine/local/core/seeded-draws.ts";
import { argmax, sample } from "../../../engine/local/onnx/choose-token.ts";
import type { Schedulable } from "../../../engine/local/core/scheduler.ts";
import { habitualToken, type Habits, openChannel } from "./habits.ts";

/** What the requests of all servers have in common. */
export interface GenerationRequest {
  readonly prompt: readonly number[];
  readonly maxTokens: number;
  readonly stopTokens: ReadonlySet<number>;
  /** Searched in the text that `render` makes of the generated tokens. */
  readonly stopStrings?: readonly string[];
  readonly render?: (ids: readonly number[]) => string;
  readonly schema?: JsonSchema;
  /** Whether the grammar is loose, and allows text outside the schema that a model sometimes generates. */
  readonly looseGrammar?: boolean;
  /** Tokens that must not be generated. */
  readonly banned?: ReadonlySet<number>;
  /** The positions in the prompt at which a server keeps a checkpoint, if its cache holds only the last tokens. */
  readonly checkpoints?: readonly number[];
  readonly onToken?: (token: GeneratedToken) => void;
  /**
   * Completion endpoints enforce the schema from the first token on, chat endpoints from the start of the final
   * message.
   */
  readonly constrainFrom?: "first token" | "final message";
  /** 0 is greedy. */
  readonly temperature: number;
  readonly seed: number | null;
  /** How many alternatives to report at each token; null reports no log-probabilities. */
  readonly topLogprobs: number | null;
  /** Over all tokens, or only over those that the schema allows at that position. */
  readonly logprobsOver: "vocabulary" | "allowed";
}

export interface TokenLogprob {
  readonly id: number;
  readonly logprob: number;
}

export interface GeneratedToken extends TokenLogprob {
  /** Likeliest first. */
  readonly top: readonly TokenLogprob[];
}

export interface Generated {
  /** Including the token that stopped it. */
  readonly tokens: readonly GeneratedToken[];
  readonly finish: "stop" | "length";
  /** The token or the string that stopped it; null at the limit. */
  readonly stoppedBy: number | string | null;
  /** Of the prompt that the model read. */
  readonly promptTokens: number;
  readonly cachedTokens: number;
}

/** JSON has no -Infinity: vLLM's floor. */
const LEAST_LOGPROB = -9999;
const ORDINARY = ordinaryMask();
const [SPACE] = encodeOrdinary(" ") as [number];

/** One request in the generator. */
export class Generation implements Schedulable, KvSlot {
  readonly tokens: number[];
  readonly promptTokens: number;
  readonly cacheableTokens = 0;
  computedTokens = 0;
  cachedTokens = 0;
  index = -1;
  aborted = false;
  readonly #request: GenerationRequest;
  readonly #habits: Habits;
  readonly #matcher: GrammarMatcher | null;
  readonly #sample: (logits: Float32Array, mask: Int32Array) => number;
  readonly #mask = new Int32Array(Math.ceil(VOCAB_SIZE / 32));
  readonly #generated: GeneratedToken[] = [];
  #constrained: boolean;

  constructor(request: GenerationRequest, matcher: GrammarMatcher | null, habits: Habits) {
    this.tokens = [...request.prompt];
    this.promptTokens = request.prompt.length;
    this.#request = request;
    this.#habits = habits;
    this.#matcher = matcher;
    const open = request.constrainFrom !== "final message" || openChannel(request.prompt) === "final";
    this.#constrained = matcher !== null && open;
    this.#sample = sampler(request.temperature, request.seed);
  }

  get checkpoints(): readonly number[] {
    return this.#request.checkpoints ?? [];
  }

  get totalTokens(): number {
    return this.tokens.length;
  }

  /** Appends the next token. Returns the result of the request when it is complete. */
  advance(logits: Float32Array): Generated | null {
    const { topLogprobs, logprobsOver, onToken } = this.#request;
    const stray = this.#constrained ? this.#stray() : null;
    const mask = this.#allowed();
    const id = stray ?? this.#sample(logits, mask);
    const held = this.#constrained && logprobsOver === "allowed" ? mask : null;
    const generated =
      topLogprobs === null
        ? { id, logprob: Number.NaN, top: [] }
        : { id, ...logprobs(logits, held, id, topLogprobs) };
    this.#generated.push(generated);
    onToken?.(generated);
    this.tokens.push(id);
    if (this.#constrained) {
      if (stray === null) this.#matcher!.acceptToken(id);
    } else if (this.#matcher !== null && openChannel(this.tokens) === "final") {
      this.#constrained = true;
    }
    return this.#ended(id);
  }

  #allowed(): Int32Array {
    if (this.#constrained) {
      this.#matcher!.fillNextTokenBitmask(this.#mask);
      return this.#mask;
    }
    const habitual = habitualToken(this.tokens, this.#habits);
    if (habitual === null) return ORDINARY;
    this.#mask.fill(0);
    this.#mask[habitual >> 5] = 1 << (habitual & 31);
    return this.#mask;
  }

  /** White space between JSON's marks, and one control token within a string. */
  #stray(): number | null {
    if (this.#request.looseGrammar !== true) return null;
    const text = this.#matcher!.text();
    const [last] = this.#generated.slice(-1);
    if (/[{,:]$/.test(text) && !isInString(text)) return last?.id === SPACE ? null : SPACE;
    const strayed = this.#generated.some((token) => token.id === CONTROL_TOKENS.end);
    const banned = this.#request.banned?.has(CONTROL_TOKENS.end) === true;
    return isInString(text) && !strayed && !banned ? CONTROL_TOKENS.end : null;
  }

  #ended(id: number): Generated | null {
    const { stopTokens, stopStrings = [], render, maxTokens } = this.#request;
    const over = (finish: "stop" | "length", stoppedBy: number | string | null): Generated => ({
      tokens: this.#generated,
      finish,
      stoppedBy,
      promptTokens: this.promptTokens,
      cachedTokens: this.cachedTokens,
    });
    if (stopTokens.has(id)) return over("stop", id);
    if (stopStrings.length > 0 && render !== undefined) {
      const text = render(this.#generated.map((token) => token.id));
      const found = stopStrings.find((string) => text.includes(string));
      if (found !== undefined) return over("stop", found);
    }
    return this.#generated.length >= maxTokens ? over("length", null) : null;
  }
}

function isInString(json: string): boolean {
  return (json.replace(/\\./g, "").split('"').length - 1) % 2 === 1;
}

function sampler(
  temperature: number,
  seed: number | null,
): (logits: Float32Array, mask: Int32Array) => number {
  if (temperature === 0) return argmax;
  const draw = seededDraws(seed ?? Math.floor(Math.random() * 2 ** 32));
  return (logits, mask) =>
    sample(temperature === 1 ? logits : logits.map((x) => x / temperature), mask, draw());
}

function logprobs(
  logits: Float32Array,
  mask: Int32Array | null,
  chosen: number,
  count: number,
): Omit<GeneratedToken, "id"> {
  const allowed = (id: number): boolean => mask === null || ((mask[id >> 5]! >>> (id & 31)) & 1) === 1;
  const top: number[] = [];
  let max = Number.NEGATIVE_INFINITY;
  let least = Number.NEGATIVE_INFINITY;
  for (let id = 0; id < logits.length; id += 1) {
    const logit = logits[id]!;
    if ((top.length === count && logit <= least) || !allowed(id)) continue;
    max = Math.max(max, logit);
    const at = top.findIndex((other) => logits[other]! < logit);
    top.splice(at < 0 ? top.length : at, 0, id);
    top.length = Math.min(top.length, count);
    least = logits[top.at(-1) ?? id]!;
  }
  let sum = 0;
  for (let id = 0; id < logits.length; id += 1) {
    if (allowed(id)) sum += Math.exp(logits[id]! - max);
  }
  const normalizer = max + Math.log(sum);
  const logprobOf = (id: number): number => Math.max(logits[id]! - normalizer, LEAST_LOGPROB);
  return { logprob: logprobOf(chosen), top: top.map((id) => ({ id, logprob: logprobOf(id) })) };
}

function ordinaryMask(): Int32Array {
  const mask = new Int32Array(Math.ceil(VOCAB_SIZE / 32));
  for (let id = 0; id < FIRST_CONTROL_TOKEN; id += 1) mask[id >> 5] = mask[id >> 5]! | (1 << (id & 31));
  return mask;
}
