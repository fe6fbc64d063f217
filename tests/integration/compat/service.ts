import type { GenerateRequest, GenerateResult } from "../../../engine/engine.ts";
import { EngineUnavailableError, PromptTooLongError } from "../../../engine/errors.ts";
import { decodeTokens } from "../../../engine/harmony/tokenizer.ts";
import { type Answer, SAFE_ANSWER } from "../../helpers/fake-engine.ts";
import { HoldingEngine, HttpService } from "../http/service.ts";

/** Words that occur only in content, and the outcomes that they cause. */
export const VIOLATES = "zebraprize";
export const FAILS = "zebrabroken";
export const OUTAGE = "zebraoutage";
export const HANGS = "zebraslow";

/** No part of this text may reach an end user. */
export const RATIONALE = "secretrationale";

const VIOLATION = JSON.stringify({
  violation: 1,
  policy_category: "SP2",
  rule_ids: [],
  confidence: "high",
  rationale: RATIONALE,
});

const answerByContent: Answer = (request) => {
  const prompt = decodeTokens(request.prompt.tokens);
  if (prompt.includes(FAILS)) return new PromptTooLongError("too long");
  if (prompt.includes(OUTAGE)) return new EngineUnavailableError("gone");
  if (!prompt.includes(VIOLATES)) return { final: SAFE_ANSWER, labelLogprobs: { "0": -0.1, "1": -2.3 } };
  return { final: VIOLATION, labelLogprobs: { "0": -3, "1": -0.05 } };
};

/** Judges by the words above. Content with the slow word waits until the test releases it. */
export class WordEngine extends HoldingEngine {
  constructor() {
    super(answerByContent);
  }

  override generate(
    request: GenerateRequest,
    options: { readonly signal: AbortSignal },
  ): Promise<GenerateResult> {
    if (decodeTokens(request.prompt.tokens).includes(HANGS)) this.hold();
    return super.generate(request, options);
  }
}

/** A title and categories with titles, as a policy's author would write them. */
export const TITLED_POLICY = `---
title: Spam and scams
categories:
  - { code: SP1, title: Not spam, violation: 0 }
  - { code: SP2, title: Unsolicited promotion }
---
# Spam

SP2 Offers of prizes.
`;

export function startCompatService(environment: Record<string, string> = {}): Promise<HttpService> {
  return HttpService.start({ GAVEL_MAX_ATTEMPTS: "1", ...environment }, new WordEngine());
}

let sequence = 0;
/** Content that no other test uses, so that no item shares a judgement with another. */
export function fresh(...words: readonly string[]): string {
  return `content ${++sequence} ${words.join(" ")}`;
}
