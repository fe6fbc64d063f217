import type { ClassifyRequest } from "../../schemas/classify-request.ts";
import { isObject } from "../../schemas/is-object.ts";
import type { VerdictRecord } from "../../schemas/verdict-record.ts";
import type { Config } from "../config/config.ts";
import type { Logger } from "../logger.ts";
import type { Metrics } from "../metrics.ts";
import type { Admission } from "./admission.ts";
import type { ClassifyQueue } from "./classify-queue.ts";
import type { ContentHashes } from "./content-hash.ts";
import type { Caller } from "../keys/key-store.ts";
import { liveVersion } from "../policies/live-version.ts";
import { newItem, targetOf } from "./new-item.ts";
import { Patience } from "./patience.ts";
import type { PolicyStore } from "../policies/policy-store.ts";
import { isSettled, type SettledWaiters } from "./settled-waiters.ts";
import { cacheOutcomes } from "./verdict-cache.ts";
import type { CreateResult, Idempotency, NewItem, Priority, VerdictStore } from "./verdict-store.ts";

export interface SubmitOptions {
  readonly caller: Pick<Caller, "keyId">;
  readonly idempotency?: Idempotency;
  /** How long the caller waits for the verdicts, and gives them up if it leaves; null: it comes again for them. */
  readonly waitMs: number | null;
}

/** A request that its caller gave a name of its own on this route, an Idempotency-Key. */
export interface NamedRequest {
  readonly caller: Pick<Caller, "keyId">;
  readonly route: string;
  readonly key: string;
  readonly body: unknown;
}

export interface Submission {
  /** One record for each policy, in the order asked for. */
  readonly records: readonly VerdictRecord[];
  /** True where an earlier request with the same idempotency key made them. */
  readonly replayed: boolean;
}

/** What routes need of judging. */
export interface ClassifyService {
  /** By what the same request is known again. */
  nameRequest(request: NamedRequest): Idempotency;
  /**
   * For a request that is not read yet: throws what `submit` would throw for want of room if it were for one item.
   * Asks no store and waits for nothing.
   */
  refuseEarly(options: Pick<SubmitOptions, "caller" | "waitMs">): void;
  /**
   * Accepts a validated request: committed when this resolves. Throws ServiceError queue_full,
   * queue_share_exceeded, overloaded, policy_not_found, policy_version_not_found, policy_archived,
   * idempotency_conflict.
   */
  submit(request: ClassifyRequest, options: SubmitOptions): Promise<Submission>;
  /**
   * Resolves with the records once all are settled, or as they stand when `waitMs` has passed or `signal` aborts.
   * With the key of a caller who waits for what it submitted, it is learned how long that key's callers do.
   */
  waitForSettled(
    ids: readonly string[],
    waitMs: number,
    signal?: AbortSignal,
    keyId?: string,
  ): Promise<readonly VerdictRecord[]>;
  /**
   * The caller has left, or its time is over: items that nobody has begun to judge give their place up and end
   * expired, the others go on. Resolves with the records after that.
   */
  giveUp(ids: readonly string[]): Promise<readonly VerdictRecord[]>;
  /** Erases and, where a follower has to be judged instead, enqueues it. Null where there is no such verdict. */
  erase(id: string): Promise<VerdictRecord | null>;
}

export interface ClassifierDependencies {
  readonly config: Pick<Config, "engine">;
  readonly admission: Pick<Admission, "admit" | "refuseEarly">;
  /** Told that items stand in the backlog. */
  readonly dispatch: () => void;
  readonly policies: PolicyStore;
  readonly verdicts: VerdictStore;
  readonly queue: ClassifyQueue;
  readonly waiters: SettledWaiters;
  readonly hashes: ContentHashes;
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, "countCacheLookup">;
}

/** The accepting side: from a request to committed items that wait for a worker. */
export class Classifier implements ClassifyService {
  readonly #deps: ClassifierDependencies;
  readonly #patience = new Patience();

  constructor(deps: ClassifierDependencies) {
    this.#deps = deps;
  }

  nameRequest({ caller, route, key, body }: NamedRequest): Idempotency {
    // No id of a key has a space in it.
    return {
      scope: `${caller.keyId} ${route}`,
      key,
      bodyHmac: this.#deps.hashes.ofText(canonicalJson(body)),
    };
  }

  refuseEarly({ caller: { keyId }, waitMs }: Pick<SubmitOptions, "caller" | "waitMs">): void {
    const patienceMs = this.#patienceOf(keyId, waitMs);
    this.#deps.admission.refuseEarly({ keyId, items: 1, priority: "interactive", waitMs: patienceMs });
  }

  async submit(
    request: ClassifyRequest,
    { caller: { keyId }, idempotency, waitMs }: SubmitOptions,
  ): Promise<Submission> {
    // Before anything may refuse: what was accepted once is answered again, full or archived as it may be by now.
    const replay = idempotency === undefined ? null : await this.#deps.verdicts.findReplay(idempotency);
    if (replay !== null) return { records: replay, replayed: true };

    const priority = request.priority ?? "interactive";
    const items = (request.policy_ids ?? [request.policy_id]).length;
    const { inBacklog, settle } = await this.#deps.admission.admit({
      keyId,
      items,
      priority,
      waitMs: this.#patienceOf(keyId, waitMs),
    });
    let accepted = 0;
    try {
      const place = { keyId, awaited: waitMs !== null, inBacklog };
      const created = await this.#create(request, place, idempotency);
      if (!created.replayed) accepted = created.records.filter((record) => !isSettled(record)).length;
      if (inBacklog) this.#deps.dispatch();
      await this.#enqueue(created.toEnqueue, priority);
      return { records: created.records, replayed: created.replayed };
    } finally {
      settle(accepted);
    }
  }

  async waitForSettled(
    ids: readonly string[],
    waitMs: number,
    signal?: AbortSignal,
    keyId?: string,
  ): Promise<readonly VerdictRecord[]> {
    const started = performance.now();
    const records = await this.#deps.waiters.wait(ids, waitMs, signal);
    if (keyId !== undefined) {
      const left = signal?.aborted === true && !records.every(isSettled);
      this.#patience.ended(keyId, { left, milliseconds: performance.now() - started });
    }
    return records;
  }

  async giveUp(ids: readonly string[]): Promise<readonly VerdictRecord[]> {
    const { verdicts } = this.#deps;
    const promoted = await verdicts.giveUp(ids);
    await this.#enqueue(promoted, "interactive");
    const records = await Promise.all(ids.map((id) => verdicts.get(id)));
    return records.filter((record) => record !== null);
  }

  async erase(id: string): Promise<VerdictRecord | null> {
    const { verdicts, queue, logger } = this.#deps;
    const erased = await verdicts.erase(id);
    if (erased === null) return null;
    await queue.remove(id).catch((error: unknown) => {
      // The job finds nothing to do when its turn comes.
      logger.warn({ verdict_id: id, err: error }, "job of an erased item was not removed");
    });
    await this.#enqueue(erased.toEnqueue, erased.record.priority);
    return erased.record;
  }

  #patienceOf(keyId: string, waitMs: number | null): number | null {
    return waitMs === null ? null : this.#patience.of(keyId, waitMs);
  }

  async #create(
    request: ClassifyRequest,
    place: Pick<NewItem, "keyId" | "awaited" | "inBacklog">,
    idempotency: Idempotency | undefined,
  ): Promise<CreateResult> {
    const { policies, verdicts, hashes, metrics, config } = this.#deps;
    const policyIds = request.policy_ids ?? [request.policy_id ?? ""];
    const versions = await Promise.all(
      policyIds.map((id) => liveVersion(policies, id, request.policy_version)),
    );
    const accepted = { contentHmac: hashes.ofContent(request.content), createdAt: new Date(), ...place };
    const items = versions.map((version) =>
      newItem(request, targetOf(version, request.reasoning_effort, config.engine), accepted, config.engine),
    );
    const created = await verdicts.create(items, idempotency);
    if (!created.replayed) {
      for (const outcome of cacheOutcomes(items, created.records)) metrics.countCacheLookup(outcome);
    }
    return created;
  }

  /** The items are committed, so a queue that does not answer delays them but loses none: the sweeper adds them. */
  async #enqueue(ids: readonly string[], priority: Priority): Promise<void> {
    if (ids.length === 0) return;
    const { queue, logger } = this.#deps;
    await queue.add(ids.map((id) => ({ id, priority }))).catch((error: unknown) => {
      logger.error({ verdict_ids: ids, err: error }, "accepted items were not enqueued; the sweeper will");
    });
  }
}

/** JSON with object keys in order, so that the same request is the same text however it was spelled. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, child: unknown) =>
    isObject(child) ? Object.fromEntries(Object.entries(child).sort(([a], [b]) => (a < b ? -1 : 1))) : child,
  );
}
