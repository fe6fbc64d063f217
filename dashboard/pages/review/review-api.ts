import type { Schemas } from "../../../packages/client/src/client.ts";
import { client } from "../../data/client.ts";

export type ReviewItem = Schemas["ReviewItem"];
export type DecideRequest = Schemas["DecideReviewRequest"];

export interface QueueChoice {
  /** Empty: all policies. */
  readonly policyId: string;
  readonly state: "needs_review" | "escalated";
}

export async function claimNext(queue: QueueChoice, reviewer: string): Promise<ReviewItem | null> {
  const { policyId, state } = queue;
  const { data } = await client.call("claimNextReview", {
    body: { state, reviewer, ...(policyId === "" ? {} : { policy_id: policyId }) },
  });
  return data.item;
}

/** Claims one item, or extends its lease. */
export async function claimItem(id: string, reviewer: string): Promise<ReviewItem> {
  return (await client.call("claimReview", { path: { verdict_id: id }, body: { reviewer } })).data;
}

export async function decide(id: string, body: DecideRequest): Promise<ReviewItem> {
  return (await client.call("decideReview", { path: { verdict_id: id }, body })).data;
}

export async function undo(id: string, reviewer: string): Promise<ReviewItem> {
  return (await client.call("undoReview", { path: { verdict_id: id }, body: { reviewer } })).data;
}

export async function skip(id: string, reviewer: string): Promise<void> {
  await client.call("skipReview", { path: { verdict_id: id }, body: { reviewer } });
}

export async function addNote(id: string, text: string, reviewer: string): Promise<void> {
  await client.call("addReviewNote", { path: { verdict_id: id }, body: { text, reviewer } });
}

/**
 * Releases an item. It may be called while the page closes, and a failure does not matter, because the lease expires.
 */
export async function release(id: string, reviewer: string): Promise<void> {
  await fetch(`/reviews/${id}/release`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ reviewer }),
    keepalive: true,
  }).catch(() => undefined);
}
