import type { Schemas } from "../../../packages/client/src/client.ts";

type Queue = Schemas["ReviewStats"]["queues"][number];

export interface Backlog {
  readonly waiting: number;
  readonly escalated: number;
  /** ISO 8601; null if nothing is waiting. */
  readonly oldestAt: string | null;
}

/** The waiting items of all queues together. */
export function backlogOf(queues: readonly Queue[]): Backlog {
  const oldest = queues.map((queue) => queue.oldest_at).toSorted();
  return {
    waiting: queues.reduce((sum, queue) => sum + queue.needs_review, 0),
    escalated: queues.reduce((sum, queue) => sum + queue.escalated, 0),
    oldestAt: oldest[0] ?? null,
  };
}
