import type { Evaluation } from "../../../packages/client/src/client.ts";

/** Which policy judged which items: "spam@3 on spam-cases@2". */
export function evaluationName({ policy, golden_set: golden }: Evaluation): string {
  const subject =
    policy.version === null
      ? `${policy.id}, draft ${policy.sha256.slice(0, 12)}`
      : `${policy.id}@${policy.version}`;
  return `${subject} on ${golden === null ? "its examples" : `${golden.name}@${golden.version}`}`;
}

export function hasEnded({ status }: Pick<Evaluation, "status">): boolean {
  return status === "completed" || status === "cancelled";
}
