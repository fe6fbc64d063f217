import type { VerdictRecord } from "../../schemas/verdict-record.ts";
import type { VerdictStore } from "./verdict-store.ts";

/** What an attempt needs of the store that its item is in. */
export interface WorkStore extends Pick<
  VerdictStore,
  "begin" | "requeue" | "complete" | "fail" | "onSettled"
> {
  /** Null if it has no record. */
  get(id: string): Promise<Pick<VerdictRecord, "policy"> | null>;
}
