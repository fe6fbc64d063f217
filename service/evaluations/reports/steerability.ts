import { steerability } from "../../../evaluation/comparison/steerability.ts";
import type { EvaluationSteerability } from "../../../schemas/evaluation-steerability.ts";
import { showPairs, type ShownItems } from "./pair.ts";
import type { ReportReader } from "./report-reader.ts";

/** Compares an evaluation with one under the opposite policy. */
export async function steerabilityReport(
  reader: ReportReader,
  policyId: string,
  oppositeId: string,
  list: ShownItems,
): Promise<EvaluationSteerability> {
  const [policy, opposite] = [await reader.ended(policyId), await reader.ended(oppositeId)];
  const first = { by: "policy", evaluation: policy, judged: await reader.judged(policy) };
  const second = { by: "opposite", evaluation: opposite, judged: await reader.judged(opposite) };
  const { stuck, ...shares } = steerability(first.judged.judgements, second.judged.judgements);
  const changes = stuck.map((id) => ({ id, change: "unchanged" as const }));
  return {
    kind: "steerability",
    policy,
    opposite,
    ...shares,
    stuck: await showPairs(reader, first, second, changes, list),
  };
}
