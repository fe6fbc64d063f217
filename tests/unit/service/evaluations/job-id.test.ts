import { expect, it } from "vitest";
import { evaluationJobId, judgementOfJob } from "../../../../service/evaluations/job-id.ts";

const ID = "019aab5e-9c14-7a20-8d3e-6a1b2c3d4e5f";

it("the job id of a judgement is never that of an item, and vice versa", () => {
  expect(judgementOfJob(evaluationJobId(ID))).toBe(ID);
  for (const job of [ID, "", "evaluation-", "evaluation-x", `evaluation-${ID}x`]) {
    expect(judgementOfJob(job)).toBeNull();
  }
});
