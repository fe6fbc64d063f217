import type { EvaluationItem, Schemas } from "../../../../packages/client/src/client.ts";
import { client } from "../../../data/client.ts";

export type Effort = NonNullable<Schemas["TryPolicyRequest"]["reasoning_effort"]>;
export type TriedJudgement = EvaluationItem["judgements"][number];

export interface TryInput {
  readonly policyId: string;
  readonly draft: string;
  readonly content: string;
  /** Null: that of the policy. */
  readonly effort: Effort | null;
  readonly reasoning: boolean;
  readonly signal: AbortSignal;
}

const POLL_MS = 300;

/** Judges content under a text, and waits for the judgement. */
export async function tryDraft({
  policyId,
  draft,
  content,
  effort,
  reasoning,
  signal,
}: TryInput): Promise<TriedJudgement> {
  const { data: started } = await client.call("tryPolicy", {
    path: { policy_id: policyId },
    body: { draft, content, ...(effort === null ? {} : { reasoning_effort: effort }) },
    signal,
  });
  for (;;) {
    const path = { evaluation_id: started.id };
    const { data } = await client.call("listEvaluationItems", { path, query: { reasoning }, signal });
    const judgement = data.data[0]?.judgements[0];
    if (judgement !== undefined && judgement.status !== "queued" && judgement.status !== "running") {
      return judgement;
    }
    await pause(signal);
  }
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, POLL_MS);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}
