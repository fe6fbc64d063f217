import type { VerdictRecord } from "../../schemas/verdict-record.ts";
import type { VerdictStore } from "./verdict-store.ts";

/** The operations that an attempt needs from the store of its item. */
export interface WorkStore extends Pick<
  VerdictStore,
  "begin" | "requeue" | "complete" | "fail" | "onSettled"
> {
  /** Null if it has no record. */
  get(id: string): Promise<Pick<VerdictRecord, "policy"> | null>;
}
