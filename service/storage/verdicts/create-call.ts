import type { Idempotency, NewItem } from "../../judging/verdict-store.ts";

/** Items to be created in one transaction, and the idempotency key that they were sent with. */
export interface CreateCall {
  readonly items: readonly NewItem[];
  readonly idempotency: Idempotency | null;
}
