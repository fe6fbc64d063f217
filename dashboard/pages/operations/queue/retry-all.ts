import { client } from "../../../data/client.ts";
import { explainError } from "./explain-error.ts";

/** Requests at a time, so few that the service continues to serve others. */
const AT_A_TIME = 4;

export interface RetryOutcome {
  readonly retried: number;
  /** Why items were refused, most frequent first. */
  readonly refused: readonly { readonly reason: string; readonly items: number }[];
}

/** Retries each record. One that is refused does not stop the others. */
export async function retryAll(
  ids: readonly string[],
  onProgress: (done: number) => void,
): Promise<RetryOutcome> {
  const waiting = [...ids];
  const refused = new Map<string, number>();
  let done = 0;
  const work = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      await client.call("retryVerdict", { path: { verdict_id: id } }).catch((error: unknown) => {
        const reason = explainError(error);
        refused.set(reason, (refused.get(reason) ?? 0) + 1);
      });
      done += 1;
      onProgress(done);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  const reasons = [...refused].map(([reason, items]) => ({ reason, items }));
  const failures = reasons.reduce((sum, { items }) => sum + items, 0);
  return {
    retried: ids.length - failures,
    refused: reasons.toSorted((first, second) => second.items - first.items),
  };
}
