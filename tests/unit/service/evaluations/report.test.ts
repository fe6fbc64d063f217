import { describe, expect, it } from "vitest";
import type { RepeatedItem } from "../../../../service/evaluations/evaluation-store.ts";
import { evaluationReportSchema } from "../../../../schemas/evaluation-report.ts";
import { compileValidator } from "../../../../schemas/validate.ts";
import { reportOf } from "../../../../service/evaluations/report.ts";

const usage = {
  judgements: 3,
  prompt_tokens: 2_000_000,
  cached_tokens: 1_500_000,
  reasoning_tokens: 400_000,
  completion_tokens: 500_000,
};

function storeOf(items: readonly RepeatedItem[]) {
  return {
    async *outcomes() {
      yield* items;
    },
    effort: async () => ({ usage, engine_ms: { p50: 10, p95: 20 } }),
  };
}

const item = (id: string, judgements: RepeatedItem["judgements"]): RepeatedItem => ({
  truth: { id, violation: 1, policyCategory: "SP2", tags: [] },
  judgements,
});

describe("reportOf", () => {
  it("counts the first repeat only: one that failed or is missing is neither right nor wrong", async () => {
    const right = { status: "completed", violation: 1, policyCategory: "SP2", score: 0.9 } as const;
    const report = await reportOf(
      storeOf([
        item("a", [right, right]),
        item("b", [{ status: "failed", error: "engine_failed" }, right]),
        item("c", [null, right]),
      ]),
      "id",
      { promptPerMillion: 0.5, completionPerMillion: 2, currency: "EUR" },
    );
    expect(compileValidator(evaluationReportSchema)(report)).toMatchObject({ ok: true });
    expect(report).toMatchObject({ items: 3, counted: 1, failed: 1, missing: 1, unlabelled: 0 });
    expect(report.overall.accuracy).toMatchObject({ count: 1, total: 1 });
    expect(report.stability).toMatchObject({ changed: 0, unanimous: { total: 1 } });
    expect(report.cost).toEqual({ amount: 2, currency: "EUR" });
    expect(report.engine_ms).toEqual({ p50: 10, p95: 20 });
  });

  it("has no cost without a price, and no figures without items, rather than zeros", async () => {
    const report = await reportOf(storeOf([]), "id", null);
    expect(report.cost).toBeNull();
    expect(report.overall.accuracy.value).toBeNull();
    expect(report.stability).toBeNull();
  });
});
