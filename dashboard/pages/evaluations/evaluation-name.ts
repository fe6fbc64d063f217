import type { Evaluation } from "../../../packages/client/src/client.ts";

/** Which version judged which items: "version 3 on spam-cases@2". */
export function evaluationName({ policy, golden_set: golden }: Evaluation): string {
  const subject =
    policy.version === null ? `draft ${policy.sha256.slice(0, 8)}` : `version ${policy.version}`;
  return `${subject} on ${golden === null ? "its examples" : `${golden.name}@${golden.version}`}`;
}

export function hasEnded({ status }: Pick<Evaluation, "status">): boolean {
  return status === "completed" || status === "cancelled";
}
