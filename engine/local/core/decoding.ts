import { EngineFailedError, OutputEmptyError, OutputTruncatedError } from "../../errors.ts";
import { analysisHeaderTokens, finalHeaderAfter } from "../../harmony/assistant-headers.ts";
import type { Encoding } from "../../harmony/encoding.ts";
import type { LabelReader } from "./label-reader.ts";
import { type ChosenToken, type NextToken, NO_TOKEN } from "./model-runner.ts";

/** The part of a grammar's matcher that decoding uses (see engine/grammar/grammar-matcher.ts). */
export interface AnswerMatcher {
  /** Shared and never written to: the same object for the same set of tokens. */
  nextTokenBitmask(): Int32Array;
  acceptToken(id: number): boolean;
  /** The tokens that must follow whatever the model predicts; empty if it has a choice. */
  forcedTokens(): number[];
  isTerminated(): boolean;
  /** The answer so far. */
  text(): string;
}

export interface DecodingOptions {
  /** The model's tokens: all ids here are in its vocabulary. */
  readonly encoding: Encoding;
  readonly maxReasoningTokens: number;
  readonly matcher: AnswerMatcher;
  /** A longer answer is an error. */
  readonly maxAnswerTokens: number;
  /** Returns random numbers in [0, 1) for sampling; null decodes greedily. */
  readonly draws: (() => number) | null;
  readonly label: LabelReader | null;
}

/**
 * Decodes one answer in two phases, token by token.
 *
 * First the analysis, until the model ends it or it reaches its limit; then a forced final header and the answer
 * under its grammar. Tokens that the grammar forces are appended without a prediction.
 */
export class Decoding {
  readonly #options: DecodingOptions;
  readonly #analysis: number[] = [];
  /** Everything after the prompt, headers included. */
  #generated: number[] = [];
  #answerTokens = 0;
  #phase: "analysis" | "answer" | "done" = "analysis";

  constructor(options: DecodingOptions) {
    this.#options = options;
  }

  /** The tokens to append to the prompt's `<|start|>assistant` before the first prediction. Called once. */
  start(): number[] {
    if (this.#options.maxReasoningTokens === 0) {
      return this.#openAnswer();
    }
    return this.#append(this.#options.encoding.fromHarmony(analysisHeaderTokens()));
  }

  /** How to choose the next token. Called once for each token, in order. */
  next(): NextToken {
    const { matcher, label, draws } = this.#options;
    const draw = draws === null ? null : draws();
    if (this.#phase === "analysis") {
      return { mask: null, draw, logprobTokens: [] };
    }
    const mask = matcher.nextTokenBitmask();
    return { mask, draw, logprobTokens: label?.tokensToRead(matcher.text(), mask) ?? [] };
  }

  /**
   * Takes the token chosen according to `next` and returns the tokens to append: the chosen one and those forced after
   * it. Throws OutputTruncatedError, OutputEmptyError, EngineFailedError.
   */
  advance(next: NextToken, chosen: ChosenToken): number[] {
    if (chosen.token === NO_TOKEN) {
      throw new EngineFailedError("The model predicted no valid token: its logits are not numbers.", {
        retryable: false,
      });
    }
    if (this.#phase === "analysis") {
      return this.#advanceAnalysis(chosen.token);
    }
    this.#options.label?.read(next.logprobTokens, chosen);
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

  /** All tokens after the prompt: headers, analysis and answer. */
  get completionTokens(): number {
    return this.#generated.length;
  }

  get labelLogprobs(): Readonly<Record<string, number>> | null {
    return this.#options.label?.logprobs ?? null;
  }

  #advanceAnalysis(token: number): number[] {
    // No well-formed analysis continues after a control token, whichever it is.
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
