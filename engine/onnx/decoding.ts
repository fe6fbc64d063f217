import { OutputEmptyError, OutputTruncatedError } from "../errors.ts";
import { analysisHeaderTokens, finalHeaderAfter } from "../harmony/assistant-headers.ts";
import { FIRST_CONTROL_TOKEN } from "../harmony/control-tokens.ts";
import { decodeTokens } from "../harmony/tokenizer.ts";
import type { LabelReader } from "./label-reader.ts";
import type { Sampler } from "./sampler.ts";

/** What decoding needs of a grammar's matcher (see engine/grammar/grammar-matcher.ts). */
export interface AnswerMatcher {
  fillNextTokenBitmask(mask: Int32Array): void;
  acceptToken(id: number): boolean;
  /** The tokens that must come next whatever the model says; empty where it has a choice. */
  forcedTokens(): number[];
  isTerminated(): boolean;
  /** The answer so far. */
  text(): string;
}

export interface DecodingOptions {
  readonly maxReasoningTokens: number;
  readonly matcher: AnswerMatcher;
  /** The answer may not be longer. */
  readonly maxAnswerTokens: number;
  readonly sampler: Sampler;
  readonly label: LabelReader | null;
}

/** Words of a token bitmask over the vocabulary of o200k_harmony. */
export const MASK_WORDS = 6284;

/**
 * The two steps of one answer, token by token: analysis until the model ends it or its bound is reached, then
 * our own final header and the answer under its grammar. Where the grammar leaves no choice, its tokens are
 * appended without asking the model.
 */
export class Decoding {
  readonly #options: DecodingOptions;
  readonly #mask = new Int32Array(MASK_WORDS);
  readonly #analysis: number[] = [];
  /** Behind the prompt, headers included. */
  #generated: number[] = [];
  #answerTokens = 0;
  #phase: "analysis" | "answer" | "done" = "analysis";

  constructor(options: DecodingOptions) {
    this.#options = options;
  }

  /** The tokens behind the prompt's `<|start|>assistant` with which decoding begins. Called once. */
  open(): number[] {
    if (this.#options.maxReasoningTokens === 0) {
      return this.#openAnswer();
    }
    return this.#append(analysisHeaderTokens());
  }

  /**
   * Takes the logits of the next token and returns the tokens to append, the model's and those that are
   * forced behind it. Throws OutputTruncatedError, OutputEmptyError, EngineFailedError.
   */
  advance(logits: Float32Array): number[] {
    return this.#phase === "analysis" ? this.#advanceAnalysis(logits) : this.#advanceAnswer(logits);
  }

  /** True once the answer is complete. */
  get done(): boolean {
    return this.#phase === "done";
  }

  get reasoning(): string {
    return decodeTokens(this.#analysis);
  }

  get answer(): string {
    return this.#options.matcher.text();
  }

  get reasoningTokens(): number {
    return this.#analysis.length;
  }

  /** All tokens behind the prompt: headers, analysis and answer. */
  get completionTokens(): number {
    return this.#generated.length;
  }

  get labelLogprobs(): Readonly<Record<string, number>> | null {
    return this.#options.label?.logprobs ?? null;
  }

  #advanceAnalysis(logits: Float32Array): number[] {
    const token = this.#options.sampler(logits, null);
    // Whatever control token it is, no well-formed analysis goes on behind it.
    if (token >= FIRST_CONTROL_TOKEN) {
      return this.#openAnswer();
    }
    this.#analysis.push(token);
    const tokens = this.#append([token]);
    return this.#analysis.length < this.#options.maxReasoningTokens
      ? tokens
      : [...tokens, ...this.#openAnswer()];
  }

  #openAnswer(): number[] {
    this.#phase = "answer";
    const header = this.#append(finalHeaderAfter(this.#generated));
    return [...header, ...this.#appendForced()];
  }

  #advanceAnswer(logits: Float32Array): number[] {
    const { matcher, label, sampler } = this.#options;
    matcher.fillNextTokenBitmask(this.#mask);
    label?.read(matcher.text(), logits, this.#mask);
    const token = sampler(logits, this.#mask);
    return [...this.#appendAnswer([token]), ...this.#appendForced()];
  }

  #appendForced(): number[] {
    const { matcher } = this.#options;
    return matcher.isTerminated() ? [] : this.#appendAnswer(matcher.forcedTokens());
  }

  #appendAnswer(tokens: readonly number[]): number[] {
    const { matcher, maxAnswerTokens } = this.#options;
    for (const token of tokens) {
      this.#answerTokens += 1;
      if (this.#answerTokens > maxAnswerTokens || !matcher.acceptToken(token)) {
        throw new OutputTruncatedError(`The answer was not complete after ${maxAnswerTokens} tokens.`);
      }
    }
    if (matcher.isTerminated()) {
      this.#phase = "done";
      if (matcher.text() === "") {
        throw new OutputEmptyError("The model's answer is empty.");
      }
    }
    return this.#append(tokens);
  }

  #append(tokens: readonly number[]): number[] {
    this.#generated.push(...tokens);
    return [...tokens];
  }
}
