import { describe, expect, it } from "vitest";
import { exampleRecord } from "../../../../../schemas/operations/examples.ts";
import type { VerdictRecord } from "../../../../../schemas/verdict-record.ts";
import { ServiceError } from "../../../../../service/errors.ts";
import { requireJudged } from "../../../../../service/http/compat/judged.ts";

const unjudged = (record: Partial<VerdictRecord>): VerdictRecord => ({
  ...exampleRecord,
  verdict: null,
  score: null,
  ...record,
});
const failed = (code: string): VerdictRecord =>
  unjudged({ status: "failed", error: { code, title: "t", detail: null } });

describe("requireJudged", () => {
  it("returns completed records with their verdicts", () => {
    expect(requireJudged([exampleRecord])).toEqual([
      { record: exampleRecord, verdict: exampleRecord.verdict },
    ]);
  });

  it.each<[string, VerdictRecord | null, string]>([
    ["a record that is gone", null, "not_judged_in_time"],
    ["a queued item", unjudged({ status: "queued" }), "not_judged_in_time"],
    ["a running item", unjudged({ status: "running" }), "not_judged_in_time"],
    ["an item for which the engine was unavailable", failed("engine_unavailable"), "not_ready"],
    ["an item that was interrupted", failed("engine_aborted"), "not_ready"],
    [
      "an expired item",
      unjudged({ status: "expired", error: { code: "item_expired", title: "t", detail: null } }),
      "not_ready",
    ],
    ["an item without a reason", unjudged({ status: "failed" }), "judging_failed"],
    ["a completed record without a verdict", unjudged({ status: "completed" }), "judging_failed"],
    // If these counted as an outage, content that is made to fail would pass wherever outages do.
    ["content too long for the model", failed("prompt_too_long"), "judging_failed"],
    ["content for which the model's output is invalid", failed("output_invalid"), "judging_failed"],
    ["content that takes too long", failed("deadline_exceeded"), "judging_failed"],
    ["content that crashes the engine", failed("worker_lost"), "judging_failed"],
  ])("refuses %s", (_name, record, code) => {
    try {
      requireJudged([exampleRecord, record]);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ServiceError);
      expect((error as ServiceError).code).toBe(code);
    }
  });
});
