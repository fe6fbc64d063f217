import { expect, it } from "vitest";
import { eventWords } from "../../../../dashboard/pages/verdict/event-words.ts";

const decided = { type: "decision", decision: null, violation: null, policy_category: null } as const;

it.each([
  [{ ...decided, decision: "agree" } as const, "agreed with the verdict"],
  [{ ...decided, decision: "overturn", violation: 0 } as const, "overturned it: no violation"],
  [
    { ...decided, decision: "overturn", violation: 1, policy_category: "SP2" } as const,
    "overturned it: violation of SP2",
  ],
  [{ ...decided, decision: "unsure" } as const, "could not decide"],
  [{ ...decided, decision: "escalate" } as const, "escalated it"],
  [decided, "decided; the decision is shown when both people have decided"],
  [{ ...decided, type: "note" } as const, "wrote a note"],
  [{ ...decided, type: "appeal" } as const, "appealed"],
  [{ ...decided, type: "skip" } as const, "skipped it"],
])("describes %j", (event, words) => {
  expect(eventWords(event)).toBe(words);
});
