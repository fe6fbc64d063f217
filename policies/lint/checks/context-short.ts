import type { Check } from "../check.ts";

/** Less room than this is reported to the author. */
const SHORT_CONTENT_TOKENS = 1000;

export const contextShort: Check = {
  rule: "context-short",
  severity: "warning",
  summary: "The prompt leaves little of the engine's context for content",
  find({ context }) {
    if (context === null || context.contentTokens >= SHORT_CONTENT_TOKENS) return [];
    const { promptTokens, contentTokens, maxContextTokens } = context;
    return [
      {
        range: null,
        message:
          `The prompt has ${promptTokens} tokens. With reasoning and a verdict, ${Math.max(0, contentTokens)} of the context's ` +
          `${maxContextTokens} tokens are left for content; longer content fails with prompt_too_long. Shorten the policy, ` +
          "lower its reasoning_effort, or ask the operator to raise the limit of the context.",
      },
    ];
  },
};
