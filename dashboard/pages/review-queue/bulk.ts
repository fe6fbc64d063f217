import { GavelError } from "../../../packages/client/src/client.ts";

/** Requests at a time. */
const CONCURRENCY = 4;

export interface BulkResult {
  /** The ids of the items for which it succeeded. */
  readonly done: readonly string[];
  /** How many failed for each reason. */
  readonly refused: ReadonlyMap<string, number>;
}

/** Does the same with many items, a few at a time. A refusal of one does not stop the others. */
export async function inBulk(
  ids: readonly string[],
  work: (id: string) => Promise<unknown>,
  onProgress: (finished: number) => void,
): Promise<BulkResult> {
  const done: string[] = [];
  const refused = new Map<string, number>();
  const waiting = ids.values();
  let finished = 0;
  const worker = async (): Promise<void> => {
    for (const id of waiting) {
      try {
        await work(id);
        done.push(id);
      } catch (error) {
        const reason = reasonOf(error);
        refused.set(reason, (refused.get(reason) ?? 0) + 1);
      }
      finished += 1;
      onProgress(finished);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return { done, refused };
}

function reasonOf(error: unknown): string {
  if (error instanceof GavelError) return error.problem?.title ?? error.message;
  return error instanceof Error ? error.message : "unknown error";
}

/** "18 agreed. 2 not: Another reviewer has claimed the item (2)." */
export function bulkWords({ done, refused }: BulkResult, past: string): string {
  const failed = [...refused.values()].reduce((sum, count) => sum + count, 0);
  const words = `${done.length} ${past}.`;
  if (failed === 0) return words;
  const reasons = [...refused].map(([reason, count]) => `${reason} (${count})`).join(", ");
  return `${words} ${failed} not: ${reasons}.`;
}
