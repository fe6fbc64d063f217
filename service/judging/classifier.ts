import { canonicalJson } from "../../schemas/canonical-json.ts";
import type { ClassifyRequest } from "../../schemas/classify-request.ts";
import type { VerdictRecord } from "../../schemas/verdict-record.ts";
import type { Config } from "../config/config.ts";
import type { Logger } from "../logger.ts";
import type { Metrics } from "../metrics.ts";
import type { Admission, AdmissionRequest } from "./admission.ts";
import type { ClassifyQueue } from "./classify-queue.ts";
import type { ContentHashes } from "./content-hashes.ts";
import type { Caller } from "../keys/key-store.ts";
import { resolveVersion } from "../policies/resolve-version.ts";
import { createItem, targetOf } from "./create-item.ts";
import { retryRequest } from "./retry-request.ts";
import { CallerTimeouts } from "./caller-timeouts.ts";
import type { PolicyStore } from "../policies/policy-store.ts";
import { isSettled, type SettledWaiters } from "./settled-waiters.ts";
import { cacheOutcomes } from "./verdict-cache.ts";
import type { CreateResult, Idempotency, NewItem, Priority, VerdictStore } from "./verdict-store.ts";

export interface SubmitOptions {
  readonly caller: Pick<Caller, "keyId">;
  readonly idempotency?: Idempotency;
  /** How long the caller waits before it abandons the items; null if it fetches the verdicts later. */
  readonly waitMs: number | null;
}

/** A request with an Idempotency-Key. */
export interface IdempotentRequest {
  readonly caller: Pick<Caller, "keyId">;
  readonly route: string;
  readonly key: string;
  readonly body: unknown;
}

export interface Submission {
  /** One record for each policy, in the order of the request. */
  readonly records: readonly VerdictRecord[];
  /** An earlier request with the same idempotency key created them. */
  readonly replayed: boolean;
}

/** Judging, as the routes use it. */
export interface ClassifyService {
  /** What identifies a repetition of the request. */
  idempotencyFor(request: IdempotentRequest): Idempotency;
  /**
   * For a request whose body has not been read: throws what `submit` would throw for lack of capacity if it had one
   * item. Decides from memory.
   */
  refuseEarly(options: Pick<SubmitOptions, "caller" | "waitMs">): void;
  /**
   * Accepts a validated request: committed when this resolves. Throws ServiceError queue_full,
   * queue_share_exceeded, overloaded, policy_not_found, policy_version_not_found, policy_archived, policy_not_active,
   * idempotency_conflict.
   */
  submit(request: ClassifyRequest, options: SubmitOptions): Promise<Submission>;
  /**
   * Accepts the content of a failed or expired record again, as a new item that names it: under the same policy
   * version, at the same effort, for the caller's key. If it was retried before, resolves with that retry. Null if the
   * id is unknown. Throws ServiceError not_retryable, content_not_kept, verdict_erased, and what `submit` throws.
   */
  retry(id: string, caller: Pick<Caller, "keyId">): Promise<Submission | null>;
  /**
   * Resolves with the records once all are settled, or in their current state when `waitMs` has passed or `signal`
   * aborts. `keyId` is given for a caller that waits for its own request: how long it stays is recorded.
   */
  waitForSettled(
    ids: readonly string[],
    waitMs: number,
    signal?: AbortSignal,
    keyId?: string,
  ): Promise<readonly VerdictRecord[]>;
  /**
   * Abandons items because the caller has disconnected or its wait has ended: items that no worker has begun become
   * expired, the others continue. Resolves with the records after that.
   */
  abandon(ids: readonly string[]): Promise<readonly VerdictRecord[]>;
  /** Erases a record and enqueues the follower that has to be judged instead, if any. Null if the id is unknown. */
  erase(id: string, caller: Pick<Caller, "keyId">): Promise<VerdictRecord | null>;
}

export interface ClassifierDependencies {
  readonly config: Pick<Config, "engine">;
  readonly admission: Pick<Admission, "admit" | "refuseEarly">;
  /** Called after items were added to the backlog. */
  readonly dispatch: () => void;
  readonly policies: PolicyStore;
  readonly verdicts: VerdictStore;
  readonly queue: ClassifyQueue;
  readonly waiters: SettledWaiters;
  readonly hashes: ContentHashes;
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, "countCacheLookup">;
}

/** Accepts requests: commits their items, which then wait for a worker. */
export class Classifier implements ClassifyService {
  readonly #deps: ClassifierDependencies;
  readonly #timeouts = new CallerTimeouts();

  constructor(deps: ClassifierDependencies) {
    this.#deps = deps;
  }

  idempotencyFor({ caller, route, key, body }: IdempotentRequest): Idempotency {
    // The id of a key contains no space.
    return {
      scope: `${caller.keyId} ${route}`,
      key,
      bodyHmac: this.#deps.hashes.ofText(canonicalJson(body)),
    };
  }

  refuseEarly({ caller: { keyId }, waitMs }: Pick<SubmitOptions, "caller" | "waitMs">): void {
    const expectedMs = this.#expectedWait(keyId, waitMs);
    this.#deps.admission.refuseEarly({ keyId, items: 1, priority: "interactive", waitMs: expectedMs });
  }

  async submit(
    request: ClassifyRequest,
    { caller: { keyId }, idempotency, waitMs }: SubmitOptions,
  ): Promise<Submission> {
    // Before any refusal: a request that was accepted once is replayed even if the queue is full or the policy
    // archived.
    const replay = idempotency === undefined ? null : await this.#deps.verdicts.findReplay(idempotency);
    if (replay !== null) return { records: replay, replayed: true };

    const created = await this.#accept(
      {
        keyId,
        items: (request.policy_ids ?? [request.policy_id]).length,
        priority: request.priority ?? "interactive",
        waitMs: this.#expectedWait(keyId, waitMs),
      },
      (inBacklog) => this.#create(request, { keyId, awaited: waitMs !== null, inBacklog }, idempotency),
    );
    return { records: created.records, replayed: created.replayed };
  }

  async retry(id: string, { keyId }: Pick<Caller, "keyId">): Promise<Submission | null> {
    const source = await this.#deps.verdicts.readRetrySource(id);
    if (source === null) return null;
    const request = retryRequest(source);
    const { priority } = source.record;
    const created = await this.#accept({ keyId, items: 1, priority, waitMs: null }, (inBacklog) =>
      this.#create(request, { keyId, awaited: false, inBacklog, retryOf: id }, undefined),
    );
    return { records: created.records, replayed: created.replayed };
  }

  /** Reserves room, creates items, and has them judged. */
  async #accept(
    admission: AdmissionRequest,
    create: (inBacklog: boolean) => Promise<CreateResult>,
  ): Promise<CreateResult> {
    const { inBacklog, settle } = await this.#deps.admission.admit(admission);
    let accepted = 0;
    try {
      const created = await create(inBacklog);
      if (!created.replayed) accepted = created.records.filter((record) => !isSettled(record)).length;
      if (inBacklog) this.#deps.dispatch();
      await this.#enqueue(created.toEnqueue, admission.priority);
      return created;
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
      const disconnected = signal?.aborted === true && !records.every(isSettled);
      this.#timeouts.record(keyId, { disconnected, milliseconds: performance.now() - started });
    }
    return records;
  }

  async abandon(ids: readonly string[]): Promise<readonly VerdictRecord[]> {
    const { verdicts } = this.#deps;
    const promoted = await verdicts.abandon(ids);
    await this.#enqueue(promoted, "interactive");
    const records = await Promise.all(ids.map((id) => verdicts.get(id)));
    return records.filter((record) => record !== null);
  }

  async erase(id: string, { keyId }: Pick<Caller, "keyId">): Promise<VerdictRecord | null> {
    const { verdicts, queue, logger } = this.#deps;
    const erased = await verdicts.erase(id, keyId);
    if (erased === null) return null;
    await queue.remove(id).catch((error: unknown) => {
      // A worker that takes the job finds no item to judge.
      logger.warn({ verdict_id: id, err: error }, "the job of an erased item was not removed");
    });
    await this.#enqueue(erased.toEnqueue, erased.record.priority);
    return erased.record;
  }

  #expectedWait(keyId: string, waitMs: number | null): number | null {
    return waitMs === null ? null : this.#timeouts.expected(keyId, waitMs);
  }

  async #create(
    request: ClassifyRequest,
    accepting: Pick<NewItem, "keyId" | "awaited" | "inBacklog" | "retryOf">,
    idempotency: Idempotency | undefined,
  ): Promise<CreateResult> {
    const { policies, verdicts, hashes, metrics, config } = this.#deps;
    const policyIds = request.policy_ids ?? [request.policy_id ?? ""];
    const versions = await Promise.all(
      policyIds.map((id) => resolveVersion(policies, id, request.policy_version)),
    );
    const accepted = { contentHmac: hashes.ofContent(request.content), createdAt: new Date(), ...accepting };
    const items = versions.map((version) =>
      createItem(
        request,
        targetOf(version, request.reasoning_effort, config.engine),
        accepted,
        config.engine,
      ),
    );
    const created = await verdicts.create(items, idempotency);
    if (!created.replayed) {
      for (const outcome of cacheOutcomes(items, created.records)) metrics.countCacheLookup(outcome);
    }
    return created;
  }

  /** The items are committed: if the queue is unavailable, the sweeper adds their jobs later. */
  async #enqueue(ids: readonly string[], priority: Priority): Promise<void> {
    if (ids.length === 0) return;
    const { queue, logger } = this.#deps;
    await queue.add(ids.map((id) => ({ id, priority }))).catch((error: unknown) => {
      logger.error(
        { verdict_ids: ids, err: error },
        "accepted items were not enqueued; the sweeper will enqueue them",
      );
    });
  }
}
