import { EngineFailedError, OutputEmptyError, OutputTruncatedError } from "../../errors.ts";
import { analysisHeaderTokens, finalHeaderAfter } from "../../harmony/assistant-headers.ts";
import type { Encoding } from "../../harmony/encoding.ts";
import type { LabelReader } from "./label-reader.ts";
import { type ChosenToken, type NextToken, NO_TOKEN } from "./model-runner.ts";

/** What decoding needs of a grammar's matcher (see engine/grammar/grammar-matcher.ts). */
export interface AnswerMatcher {
  /** Shared and never written to: the same object for the same set of tokens. */
  nextTokenBitmask(): Int32Array;
  acceptToken(id: number): boolean;
  /** The tokens that must come next whatever the model says; empty where it has a choice. */
  forcedTokens(): number[];
  isTerminated(): boolean;
  /** The answer so far. */
  text(): string;
}

export interface DecodingOptions {
  /** The model's tokens: all ids here are its own. */
  readonly encoding: Encoding;
  readonly maxReasoningTokens: number;
  readonly matcher: AnswerMatcher;
  /** The answer may not be longer. */
  readonly maxAnswerTokens: number;
  /** Draws in [0, 1) to sample by; null decodes greedily. */
  readonly draws: (() => number) | null;
  readonly label: LabelReader | null;
}

/**
 * The two steps of one answer, token by token: analysis until the model ends it or its bound is reached, then
 * our own final header and the answer under its grammar. Where the grammar leaves no choice, its tokens are
 * appended without asking the model.
 */
export class Decoding {
  readonly #options: DecodingOptions;
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
    return this.#append(this.#options.encoding.fromHarmony(analysisHeaderTokens()));
  }

  /** How the next token is to be chosen. Asked once for each token, in their order. */
  next(): NextToken {
    const { matcher, label, draws } = this.#options;
    const draw = draws === null ? null : draws();
    if (this.#phase === "analysis") {
      return { mask: null, draw, wanted: [] };
    }
    const mask = matcher.nextTokenBitmask();
    return { mask, draw, wanted: label?.wanted(matcher.text(), mask) ?? [] };
  }

  /**
   * Takes the token that was chosen as `next` said and returns the tokens to append, the model's and those that
   * are forced behind it. Throws OutputTruncatedError, OutputEmptyError, EngineFailedError.
   */
  advance(next: NextToken, chosen: ChosenToken): number[] {
    if (chosen.token === NO_TOKEN) {
      throw new EngineFailedError("The model's output holds no token that may follow.", { retryable: false });
    }
    if (this.#phase === "analysis") {
      return this.#advanceAnalysis(chosen.token);
    }
    this.#options.label?.read(next.wanted, chosen);
    return [...this.#appendAnswer([chosen.token]), ...this.#appendForced()];
  }

  /** True once the answer is complete. */
  get done(): boolean {
    return this.#phase === "done";
  }

  get reasoning(): string {
    return this.#options.encoding.decode(this.#analysis);
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

  #advanceAnalysis(token: number): number[] {
    // Whatever control token it is, no well-formed analysis goes on behind it.
    if (this.#options.encoding.isControl(token)) {
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
    const { encoding } = this.#options;
    const header = encoding.fromHarmony(finalHeaderAfter(encoding.toHarmony(this.#generated)));
    return [...this.#append(header), ...this.#appendForced()];
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
