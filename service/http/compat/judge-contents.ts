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

/** Submissions under way at once for one request. */
const CONCURRENCY = 8;
/** Ids that a log line holds at most. */
const MAX_LOGGED_IDS = 64;

export interface Questions {
  readonly contents: readonly Content[];
  /** Each content is judged by each of them: up to eight, each once. */
  readonly policies: readonly PolicyRef[];
  readonly externalId?: string;
  /** Each part of the request is known again by it and by which part it is, so that a repeat finishes what was cut. */
  readonly idempotency?: Idempotency;
  readonly waitMs: number;
}

/**
 * Has each content judged by each policy and waits. For each content, in order, there is one record for each
 * policy, as it stands when all are settled or the wait is over; null where a record is gone meanwhile.
 *
 * Throws what `ClassifyService.submit` throws. The first content goes ahead, so that an unknown policy or a
 * full queue is met before anything else is accepted. What the caller learns nothing of any more is given up.
 */
export async function judgeContents(
  c: Context<AppEnv>,
  classifier: ClassifyService,
  { contents, policies, externalId, idempotency, waitMs }: Questions,
): Promise<readonly (readonly (VerdictRecord | null)[])[]> {
  const caller = c.get("caller");
  const comesAgain = idempotency !== undefined;
  // Who does not wait and comes again has no time by which the verdict would be too late.
  const patienceMs = comesAgain && waitMs === 0 ? null : waitMs;
  const accepted: string[] = [];
  let isReplay = true;
  const submitAll = async (content: Content, place: number): Promise<readonly string[]> => {
    const ids: string[] = [];
    for (const [part, request] of requestsFor(content, policies, externalId).entries()) {
      const named = idempotency === undefined ? {} : { idempotency: partOf(idempotency, place, part) };
      const { records, replayed } = await classifier.submit(request, {
        caller,
        waitMs: patienceMs,
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
    if (accepted.length > 0 && !comesAgain) await classifier.giveUp(accepted);
    throw error;
  }
  if (isReplay) c.header("Idempotent-Replayed", "true");
  const ids = submitted.flat();
  c.set("verdictIds", ids.slice(0, MAX_LOGGED_IDS));
  const records = await withWaitSignal(c, (signal) => {
    // Each item listens; Node takes more than ten for a leak.
    setMaxListeners(ids.length, signal);
    return classifier.waitForSettled(ids, waitMs, signal, caller.keyId);
  });
  const unsettled = records.filter((record) => !isSettled(record)).map(({ id }) => id);
  const isLeft = !comesAgain && closingSignal(c)?.aborted !== true;
  if (unsettled.length > 0 && isLeft) await classifier.giveUp(unsettled);
  const byId = new Map(records.map((record) => [record.id, record]));
  return submitted.map((own) => own.map((id) => byId.get(id) ?? null));
}

/** All, or the first failure once none is under way any more. */
async function allOf<T>(promises: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

/** No key of a caller has a space in it. */
function partOf(idempotency: Idempotency, place: number, part: number): Idempotency {
  return { ...idempotency, key: `${idempotency.key} ${place}.${part}` };
}

/** Policies without a version share one request; a version stands in a request of its own. */
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

/** How long a request waits: as `Prefer: wait=N` asks, up to the service's limit; else the default. */
export function waitMsOf(c: Context<AppEnv>, limits: WaitLimits): number {
  const { waitSeconds } = parsePrefer(c.req.header("Prefer"));
  return planWait({ respondAsync: false, waitSeconds }, limits).waitMs;
}
