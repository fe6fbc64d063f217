import type { Check } from "../check.ts";

/** With less than this an analysis at the effort is cut off more often than not. */
const ENOUGH = { low: 64, medium: 256, high: 1024 } as const;

export const reasoningLimited: Check = {
  rule: "reasoning-limited",
  severity: "warning",
  summary: "The engine cuts reasoning short at the policy's effort",
  find({ context, policy: { frontMatter } }) {
    const effort = frontMatter.reasoning_effort;
    if (context === null || effort === undefined || context.maxReasoningTokens >= ENOUGH[effort]) return [];
    return [
      {
        range: null,
        message:
          `The policy asks for effort ${effort}, but the engine stops reasoning after ${context.maxReasoningTokens} tokens. An ` +
          "analysis that is cut off gives worse verdicts than a short one. Lower reasoning_effort, or ask the " +
          "operator to raise the limit.",
        ...(effort === "low"
          ? {}
          : { suggestion: `reasoning_effort: ${effort === "high" ? "medium" : "low"}` }),
      },
    ];
  },
};
