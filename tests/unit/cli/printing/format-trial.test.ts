import { expect, it } from "vitest";
import { formatTrial } from "../../../../cli/printing/format-trial.ts";
import { createStyle } from "../../../../cli/printing/style.ts";
import type { Disagreement, Trial } from "../../../../packages/client/src/client.ts";

const NONE = { count: 0, total: 1, value: 0, interval: { low: 0, high: 0.7935 } };
const TRIAL: Trial = {
  id: "019aab5e-aa10-7f31-9b52-7c1d2e3f4a5b",
  kind: "shadow",
  status: "running",
  policy: { id: "spam", version: 3, sha256: "0".repeat(64) },
  share: 0.1,
  limit: 10_000,
  seen: 30,
  items: 4,
  judged: 2,
  failed: 1,
  waiting: 1,
  key_id: "k1",
  created_at: "2026-11-28T09:30:00.000Z",
  ended_at: null,
  report: {
    disagreements: { count: 1, total: 2, value: 0.5, interval: { low: 0.0945, high: 0.9055 } },
    only_live: 0,
    only_candidate: 1,
    other_category: 0,
    kappa: null,
    over_time: [
      { from: "2026-11-27T00:00:00.000Z", disagreements: NONE },
      { from: "2026-11-28T00:00:00.000Z", disagreements: NONE },
    ],
  },
};
const ITEM: Disagreement = {
  verdict_id: "019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10",
  kind: "only_candidate",
  judged_at: "2026-11-28T09:31:00.000Z",
  live: { version: 2, violation: 0, policy_category: null, rationale: null },
  candidate: { version: 3, violation: 1, policy_category: "SP2", rationale: "A prize\u001b[2J offer." },
};

it("shows how often, when and where a candidate disagrees", () => {
  expect(formatTrial(TRIAL, [ITEM], createStyle(false))).toBe(`shadow of spam version 3  running
  sampled        4 of 30 live verdicts (share 0.1)
  judged         2 of 4, 1 failed, 1 waiting
  disagreements  1 of 2: 50.0 % (95 % interval 9.4 % to 90.5 %)
                 violation by the candidate only: 1
                 violation by the live verdict only: 0
                 another category: 0

FROM                      DISAGREEMENTS
2026-11-27T00:00:00.000Z  0 of 1: 0.0 % (95 % interval 0.0 % to 79.3 %)
2026-11-28T00:00:00.000Z  0 of 1: 0.0 % (95 % interval 0.0 % to 79.3 %)

019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10  2026-11-28T09:31:00.000Z
  live       allowed  erased
  candidate  violation SP2  A prize\\u001b[2J offer.
`);
});
