import { describe, expect, it } from "vitest";
import { labelResponseSchema } from "../../../../../schemas/label.ts";
import { compileValidator } from "../../../../../schemas/validate.ts";
import { labelResponse } from "../../../../../service/http/compat/label-response.ts";
import { judged } from "./judged.ts";

const validate = compileValidator(labelResponseSchema);

describe("labelResponse", () => {
  it.each<[violation: 0 | 1, score: number, label: string, confidence: number]>([
    [1, 0.97, "1", 0.97],
    [0, 0.25, "0", 0.75],
    [1, 1, "1", 1],
    [0, 0, "0", 1],
    // Sampling can choose the less likely label; its confidence is then not reported as high.
    [1, 0.1, "1", 0.5],
    [0, 0.9, "0", 0.5],
  ])(
    "reports violation %d with score %d as %s, with confidence %d",
    (violation, score, label, confidence) => {
      const answer = labelResponse(judged("spam", { violation }, { score }));
      expect(answer).toMatchObject({ label, confidence });
      expect(validate(answer)).toMatchObject({ ok: true });
    },
  );

  it.each([
    ["high", 0.95],
    ["medium", 0.75],
    ["low", 0.65],
    [undefined, 0.75],
    ["constructor", 0.75],
    [3, 0.75],
  ])("uses the verdict's confidence if there is no score: %j", (word, confidence) => {
    const answer = labelResponse(judged("spam", { violation: 1, confidence: word }, { score: null }));
    expect(answer.confidence).toBe(confidence);
  });

  it("reports the engine's time in seconds", () => {
    const timing_ms = { queued: 1, engine: 912, total: 2000 };
    expect(labelResponse(judged("spam", { violation: 1 }, { timing_ms })).compute_time).toBe(0.912);
    const unknown = { ...timing_ms, engine: null };
    expect(labelResponse(judged("spam", { violation: 1 }, { timing_ms: unknown })).compute_time).toBe(0);
  });
});
