import type { ClassifyRequest } from "../../schemas/classify-request.ts";
import type { VerdictRecord } from "../../schemas/verdict-record.ts";
import type { Caller } from "./key-store.ts";

export interface SubmitOptions {
  readonly caller: Pick<Caller, "keyId">;
  readonly idempotencyKey?: string;
}

export interface Submission {
  /** One record for each policy, in the order asked for. */
  readonly records: readonly VerdictRecord[];
  readonly replayed: boolean;
}

/** What routes need of judging. */
export interface ClassifyService {
  /** Accepts a validated request: committed when this resolves. Throws ServiceError (queue_full, policy_not_found, …). */
  submit(request: ClassifyRequest, options: SubmitOptions): Promise<Submission>;
  /** Resolves with the records once all are settled, or as they stand when `waitMs` has passed or `signal` aborts. */
  waitForSettled(ids: readonly string[], waitMs: number, signal?: AbortSignal): Promise<readonly VerdictRecord[]>;
  /** Erases and, where a follower has to be judged instead, enqueues it. Null where there is no such verdict. */
  erase(id: string): Promise<VerdictRecord | null>;
}
