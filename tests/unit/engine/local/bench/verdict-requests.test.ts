import { describe, expect, it } from "vitest";
import { verdictRequests } from "../../../../../engine/local/bench/verdict-requests.ts";
import { encodeOrdinary } from "../../../../../engine/harmony/tokenizer.ts";

const shape = {
  policyTokens: 600,
  contentTokens: 150,
  maxReasoningTokens: 80,
  schema: { shown: { type: "object" }, strict: { type: "object" } },
};

describe("verdictRequests", () => {
  it("uses the same policy for all and different content of the requested length for each", () => {
    const request = verdictRequests(shape);
    const [first, second] = [request(1).prompt, request(2).prompt];
    expect(first.tokens.slice(0, first.sharedTokens)).toEqual(second.tokens.slice(0, second.sharedTokens));
    const contents = [first, second].map(({ conversation }) => conversation.messages.at(-1)!.content);
    expect(contents[0]).not.toBe(contents[1]);
    for (const content of contents) {
      expect(encodeOrdinary(content as string)).toHaveLength(150);
    }
    expect(request(1)).toEqual(request(1));
  });

  it("uses another prefix for another policy", () => {
    const [first, second] = [verdictRequests(shape, 1)(0).prompt, verdictRequests(shape, 2)(0).prompt];
    expect(first.tokens.slice(0, first.sharedTokens)).not.toEqual(
      second.tokens.slice(0, second.sharedTokens),
    );
  });
});
