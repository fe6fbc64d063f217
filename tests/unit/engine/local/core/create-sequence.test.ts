import { describe, expect, it } from "vitest";
import { PromptTooLongError } from "../../../../../engine/errors.ts";
import { createSequence } from "../../../../../engine/local/core/create-sequence.ts";
import { HARMONY } from "../../../../../engine/harmony/encoding.ts";
import { GrammarCache } from "../../../../../engine/grammar/grammar-cache.ts";
import { generateRequest } from "../../../../helpers/generate-request.ts";

const grammars = new GrammarCache();
const outcome = { resolve: () => {}, reject: () => {} };
const SMALL_SCHEMA = {
  type: "object",
  additionalProperties: false,
  required: ["violation"],
  properties: { violation: { enum: [0, 1] } },
};
const LARGE_SCHEMA = {
  type: "object",
  additionalProperties: false,
  required: ["rationale"],
  properties: { rationale: { type: "string", maxLength: 2000 } },
};

function create(
  content: string,
  maxContextTokens: number,
  overrides: Parameters<typeof generateRequest>[1] = {},
) {
  const request = generateRequest(content, { outputSchema: SMALL_SCHEMA, ...overrides });
  return createSequence(
    request,
    grammars.get(request.outputSchema),
    { maxContextTokens, encoding: HARMONY },
    outcome,
  );
}

/** The smallest context that this request is accepted for. */
function smallestContext(overrides: Parameters<typeof generateRequest>[1] = {}): number {
  for (let tokens = 1; tokens < 8192; tokens += 1) {
    try {
      create("Buy now!", tokens, overrides);
      return tokens;
    } catch (error) {
      expect(error).toBeInstanceOf(PromptTooLongError);
    }
  }
  throw new Error("never accepted");
}

describe("createSequence", () => {
  it("requires context for prompt, headers, reasoning and the longest output", () => {
    const { prompt } = generateRequest("Buy now!");
    const answer = '{"violation": 1}'.length + 1;
    expect(smallestContext({ maxReasoningTokens: 0 })).toBe(prompt.tokens.length + 3 + answer);
    expect(smallestContext({ maxReasoningTokens: 100 })).toBe(prompt.tokens.length + 3 + 100 + 6 + answer);
  });

  it("does not require context for every byte of a very long output", () => {
    const { prompt } = generateRequest("Buy now!");
    const context = smallestContext({ maxReasoningTokens: 0, outputSchema: LARGE_SCHEMA });
    expect(context).toBe(prompt.tokens.length + 3 + 1024);
  });

  it("appends the second attempt to the prompt", () => {
    const { prompt } = generateRequest("Buy now!");
    const sequence = create("Buy now!", 4096, { repair: { reasoning: "", final: "{}", problem: "empty" } });
    expect(sequence.tokens.slice(0, prompt.tokens.length)).toEqual([...prompt.tokens]);
    expect(sequence.promptTokens).toBeGreaterThan(prompt.tokens.length);
    expect(sequence.sharedTokens).toBe(prompt.sharedTokens);
  });

  it("leaves at least one token of the prompt uncomputed", () => {
    const request = generateRequest("Buy now!", { outputSchema: SMALL_SCHEMA });
    const prompt = { ...request.prompt, sharedTokens: request.prompt.tokens.length };
    const sequence = createSequence(
      { ...request, prompt },
      grammars.get(SMALL_SCHEMA),
      { maxContextTokens: 4096, encoding: HARMONY },
      outcome,
    );
    expect(sequence.sharedTokens).toBe(request.prompt.tokens.length - 1);
  });
});

describe("GrammarCache", () => {
  it("compiles a schema once", () => {
    expect(grammars.get({ ...SMALL_SCHEMA })).toBe(grammars.get(SMALL_SCHEMA));
  });
});
