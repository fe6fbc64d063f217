import { setMaxListeners } from "node:events";
import type { Context } from "hono";
import type { ClassifyRequest } from "../../../schemas/classify-request.ts";
import type { Content } from "../../../schemas/content.ts";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import type { ClassifyService } from "../../judging/classifier.ts";
import { isSettled } from "../../judging/settled-waiters.ts";
import type { PolicyRef } from "../../../schemas/policy-ref.ts";
import type { Idempotency } from "../../judging/verdict-store.ts";
import type { AppEnv } from "../dependencies.ts";
import { parsePrefer, planWait, type WaitLimits } from "../prefer.ts";
import { closingSignal, withWaitSignal } from "../waiting.ts";

/** Concurrent submissions of one request. */
const CONCURRENCY = 8;
/** Maximum number of ids in a log line. */
const MAX_LOGGED_IDS = 64;

export interface Questions {
  readonly contents: readonly Content[];
  /** Every content is judged under each of these: up to eight, all different. */
  readonly policies: readonly PolicyRef[];
  readonly externalId?: string;
  /**
   * Identifies each part of the request together with its position, so that a repeated request completes the first one.
   */
  readonly idempotency?: Idempotency;
  readonly waitMs: number;
}

/**
 * Submits each content under each policy and waits until all are settled or the wait is over. Returns, for each content
 * in order, the current record of each policy; null if a record has been deleted meanwhile.
 *
 * Throws what `ClassifyService.submit` throws. The first content is submitted alone, so that an unknown policy or a
 * full queue is detected before anything else is accepted. Items whose outcome the caller will never see are dropped.
 */
export async function judgeContents(
  c: Context<AppEnv>,
  classifier: ClassifyService,
  { contents, policies, externalId, idempotency, waitMs }: Questions,
): Promise<readonly (readonly (VerdictRecord | null)[])[]> {
  const caller = c.get("caller");
  const mayRepeat = idempotency !== undefined;
  // A caller that does not wait and may repeat the request has no deadline.
  const deadlineMs = mayRepeat && waitMs === 0 ? null : waitMs;
  const accepted: string[] = [];
  let isReplay = true;
  const submitAll = async (content: Content, index: number): Promise<readonly string[]> => {
    const ids: string[] = [];
    for (const [part, request] of requestsFor(content, policies, externalId).entries()) {
      const named = idempotency === undefined ? {} : { idempotency: partOf(idempotency, index, part) };
      const { records, replayed } = await classifier.submit(request, {
        caller,
        waitMs: deadlineMs,
        ...named,
      });
      isReplay &&= replayed;
      ids.push(...records.map(({ id }) => id));
      accepted.push(...records.map(({ id }) => id));
    }
    return ids;
  };

  const [first, ...others] = contents;
  if (first === undefined) return [];
  const submitted: (readonly string[])[] = [];
  try {
    submitted.push(await submitAll(first, 0));
    for (let start = 0; start < others.length; start += CONCURRENCY) {
      const slice = others.slice(start, start + CONCURRENCY);
      submitted.push(...(await allOf(slice.map((content, at) => submitAll(content, 1 + start + at)))));
    }
  } catch (error) {
    if (accepted.length > 0 && !mayRepeat) await classifier.abandon(accepted);
    throw error;
  }
  if (isReplay) c.header("Idempotent-Replayed", "true");
  const ids = submitted.flat();
  c.set("verdictIds", ids.slice(0, MAX_LOGGED_IDS));
  const records = await withWaitSignal(c, (signal) => {
    // Each item adds a listener; Node warns of a leak above ten.
    setMaxListeners(ids.length, signal);
    return classifier.waitForSettled(ids, waitMs, signal, caller.keyId);
  });
  const unsettled = records.filter((record) => !isSettled(record)).map(({ id }) => id);
  const isLeft = !mayRepeat && closingSignal(c)?.aborted !== true;
  if (unsettled.length > 0 && isLeft) await classifier.abandon(unsettled);
  const byId = new Map(records.map((record) => [record.id, record]));
  return submitted.map((own) => own.map((id) => byId.get(id) ?? null));
}

/** Like `Promise.all`, but rejects only after all promises have settled. */
async function allOf<T>(promises: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

/** The space cannot collide: callers' keys contain none. */
function partOf(idempotency: Idempotency, index: number, part: number): Idempotency {
  return { ...idempotency, key: `${idempotency.key} ${index}.${part}` };
}

/** Policies without a version share one request; each policy with a version needs its own. */
function requestsFor(
  content: Content,
  policies: readonly PolicyRef[],
  externalId: string | undefined,
): ClassifyRequest[] {
  const item = { content, ...(externalId === undefined ? {} : { external_id: externalId }) };
  const active = policies.filter(({ version }) => version === null).map(({ id }) => id);
  return [
    ...(active.length === 0 ? [] : [{ ...item, policy_ids: active }]),
    ...policies.flatMap(({ id, version }) =>
      version === null ? [] : [{ ...item, policy_id: id, policy_version: version }],
    ),
  ];
}

/** Returns how long a request waits: `Prefer: wait=N` up to the service's limit, or the default. */
export function waitMsOf(c: Context<AppEnv>, limits: WaitLimits): number {
  const { waitSeconds } = parsePrefer(c.req.header("Prefer"));
  return planWait({ respondAsync: false, waitSeconds }, limits).waitMs;
}
