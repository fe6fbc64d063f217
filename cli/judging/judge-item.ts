import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type {
  ClassifyRequest,
  GavelClient,
  VerdictList,
  VerdictRecord,
} from "../../packages/client/src/client.ts";
import type { PolicyRef } from "../../schemas/policy-ref.ts";
import type { Item } from "./items.ts";

export interface JudgeOptions {
  /** The item is judged under each, independently. */
  readonly policies: readonly [PolicyRef, ...PolicyRef[]];
  readonly effort?: "low" | "medium" | "high";
  readonly priority: "interactive" | "batch";
  readonly externalId?: string;
  /** How long to wait for verdicts; 0: not at all. */
  readonly waitSeconds: number;
  readonly signal: AbortSignal;
}

/** How long one request waits in the service: short enough for any proxy in between. */
const REQUEST_WAIT_SECONDS = 25;
const MIN_INTERVAL_MS = 500;

/**
 * Submits the item and waits until all its records are settled or the time is over, so a record may still be queued or
 * running. To wait longer it sends the same request with the same Idempotency-Key, for which the scope classify is
 * enough; the item is judged once. Throws GavelError, ConnectionError.
 */
export async function judgeItem(
  client: GavelClient,
  item: Item,
  options: JudgeOptions,
): Promise<readonly VerdictRecord[]> {
  const deadline = performance.now() + options.waitSeconds * 1000;
  const idempotencyKey = randomUUID();
  const body = requestBody(item, options);
  for (;;) {
    const requestedAt = performance.now();
    const waitSeconds = Math.max(
      0,
      Math.min(REQUEST_WAIT_SECONDS, Math.ceil((deadline - requestedAt) / 1000)),
    );
    const { data } = await client.call("classify", {
      headers: {
        "Idempotency-Key": idempotencyKey,
        Prefer: waitSeconds === 0 ? "respond-async" : `wait=${waitSeconds}`,
      },
      body,
    });
    const records = isList(data) ? data.data : [data];
    const now = performance.now();
    if (records.every(isSettled) || now >= deadline) return records;
    // The service may wait for less time than requested; this must not become a tight loop.
    await sleep(Math.max(0, Math.min(MIN_INTERVAL_MS - (now - requestedAt), deadline - now)), undefined, {
      signal: options.signal,
    });
  }
}

function isList(data: VerdictRecord | VerdictList): data is VerdictList {
  return "data" in data;
}

export function isSettled({ status }: VerdictRecord): boolean {
  return status !== "queued" && status !== "running";
}

function requestBody(item: Item, { policies, effort, priority, externalId }: JudgeOptions): ClassifyRequest {
  const [{ id, version }] = policies;
  const name = item.externalId ?? externalId;
  return {
    content: item.content,
    ...(policies.length === 1
      ? { policy_id: id, ...(version === null ? {} : { policy_version: version }) }
      : { policy_ids: policies.map((policy) => policy.id) }),
    ...(effort === undefined ? {} : { reasoning_effort: effort }),
    ...(name === undefined ? {} : { external_id: name }),
    ...(item.metadata === undefined ? {} : { metadata: item.metadata }),
    priority,
  };
}
