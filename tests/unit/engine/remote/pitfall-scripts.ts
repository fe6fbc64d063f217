import { expect } from "vitest";
import type { GenerateRequest, GenerateResult } from "../../../../engine/engine.ts";
import type { EngineError } from "../../../../engine/errors.ts";
import { finalHeaderTokens } from "../../../../engine/harmony/assistant-headers.ts";
import { CONTROL_TOKENS, FIRST_CONTROL_TOKEN } from "../../../../engine/harmony/control-tokens.ts";
import { decodeTokens, encodeOrdinary } from "../../../../engine/harmony/tokenizer.ts";
import type { RemoteEngine } from "../../../../engine/remote/remote-engine.ts";
import type { ServerKind } from "../../../../engine/remote/remote-options.ts";
import { parsePolicy } from "../../../../policies/parse-policy.ts";
import { judge } from "../../../../service/judging/judge.ts";
import { preparePolicy } from "../../../../service/judging/prepared-policies.ts";
import { generateRequest } from "../../../helpers/generate-request.ts";
import {
  type Body,
  chatCompletion,
  isSecondStep,
  ollamaChat,
  type Script,
  THOUGHT,
  withEngine,
} from "./scripted-wire.ts";

export const NEVER = new AbortController().signal;
export const ask = (engine: RemoteEngine, request: GenerateRequest = generateRequest("Is this spam?")) =>
  engine.generate(request, { signal: NEVER });

/** The outcome of one request to a server that follows `script`: a result or an error. */
export async function outcome(
  kind: ServerKind,
  script: Script,
  request = generateRequest("Is this spam?", { maxReasoningTokens: 64 }),
): Promise<GenerateResult | EngineError> {
  return withEngine(kind, script, (engine) => ask(engine, request).catch((error: EngineError) => error));
}

/** A chat server that reasons, and returns `message` to the request with the schema. */
export const chatThatAnswers =
  (message: Body, choice: Body = {}): Script =>
  (body) =>
    isSecondStep(body)
      ? chatCompletion(body, message, choice)
      : chatCompletion(body, { content: null, reasoning: THOUGHT }, { finish_reason: "length" });

export const ollamaThatAnswers =
  (message: Body, overrides: Body = {}): Script =>
  (body) =>
    isSecondStep(body)
      ? ollamaChat(body, message, overrides)
      : ollamaChat(body, { content: "", thinking: THOUGHT }, { done_reason: "length" });

/** The result of the service: a verdict, or an error after one repair. */
export function judged(kind: ServerKind, script: Script) {
  const policy = preparePolicy(
    parsePolicy(Buffer.from("# Spam\nJudge spam.\n## Criteria\nSP1: bulk advertising.")),
    "low",
  );
  const settings = { maxReasoningTokens: { low: 64, medium: 64, high: 64 }, seed: null };
  return withEngine(kind, script, (engine) => judge(engine, settings, policy, "Hi", "low", NEVER));
}

/** Everything of an outcome that a person or a log may see. */
export function shown(outcome: unknown): string {
  return outcome instanceof Error
    ? `${outcome.stack ?? ""}${JSON.stringify(outcome)}`
    : JSON.stringify(outcome);
}

export function sglangAnswer(body: Body, text: string): Body {
  const output_ids = [...encodeOrdinary(text), CONTROL_TOKENS.return];
  return {
    text,
    output_ids,
    meta_info: {
      prompt_tokens: (body["input_ids"] as []).length,
      completion_tokens: output_ids.length,
      cached_tokens: 0,
      finish_reason: { type: "stop", matched: CONTROL_TOKENS.return },
    },
  };
}

export function llamaAnswer(body: Body, tokens: readonly number[]): Body {
  const prompt = body["prompt"] as readonly number[];
  expect(prompt.slice(0, 2)).toEqual([CONTROL_TOKENS.start, ...encodeOrdinary("system")]);
  expect(isSecondStep(body)).toBe(prompt.slice(-3).join() === finalHeaderTokens().slice(-3).join());
  return {
    content: decodeTokens(tokens.filter((id) => id < FIRST_CONTROL_TOKEN)),
    tokens,
    stop: true,
    tokens_predicted: tokens.length,
    stop_type: "eos",
    truncated: false,
    tokens_evaluated: prompt.length,
    timings: { cache_n: 0 },
  };
}
