import { type Processor, Queue, type QueueOptions, Worker, type WorkerOptions } from "bullmq";
import { Redis, type RedisOptions } from "ioredis";
import { ServiceError } from "../errors.ts";
import type { QueueConnection, QueueRole } from "./queue-connection.ts";

const PREFIX = "gavel";
const ADD_TIMEOUT_MS = 1000;
const MAX_RECONNECT_MS = 2000;
/** The keys in which BullMQ keeps the ids of unfinished jobs. */
const LISTS = ["wait", "paused", "active"];
const SORTED_SETS = ["prioritized", "delayed"];
const PAGE = 5000;
const PROBE_KEY = `${PREFIX}:probe`;
const PROBE_KEY_MS = 60_000;
/** A connection without a reply for this long is replaced: it may be open and silent forever. */
export const SILENCE_LIMIT_MS = 5000;
/** A worker waits for jobs with a command that blocks for up to ten seconds (BullMQ's maximumBlockTimeout). */
const BLOCKING_SILENCE_LIMIT_MS = 15_000;

function optionsFor(role: QueueRole): Omit<RedisOptions, "replyMapping"> {
  const options: Omit<RedisOptions, "replyMapping"> = {
    lazyConnect: true,
    connectTimeout: 5000,
    socketTimeout: SILENCE_LIMIT_MS,
    keepAlive: 10_000,
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 10), MAX_RECONNECT_MS),
  };
  if (role === "worker") return { ...options, maxRetriesPerRequest: null };
  // The row is committed before the job is added, and the sweeper adds missing jobs: so it is better to fail than to
  // wait for Redis. Only the time that commands take reveals a hanging connection.
  return {
    ...options,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    commandTimeout: ADD_TIMEOUT_MS,
    enableAutoPipelining: true,
  };
}

/** Keeps jobs in Redis. It should evict no keys (maxmemory-policy noeviction) and have AOF enabled. */
export class RedisConnection implements QueueConnection {
  readonly addTimeoutMs = ADD_TIMEOUT_MS;
  readonly #redis: Redis;
  readonly #duplicates: Redis[] = [];

  constructor(url: string, role: QueueRole, onError: (error: Error) => void) {
    this.#redis = new Redis(url, optionsFor(role));
    this.#redis.on("error", onError);
    // A BullMQ worker blocks on a duplicate that it creates, and does not disconnect it while Redis is unavailable.
    const duplicate = this.#redis.duplicate.bind(this.#redis);
    this.#redis.duplicate = (override) => {
      const redis = duplicate({ ...override, socketTimeout: BLOCKING_SILENCE_LIMIT_MS });
      this.#duplicates.push(redis);
      return redis;
    };
  }

  async start(): Promise<void> {
    if (this.#redis.status === "wait") await this.#redis.connect();
  }

  createQueue(name: string, options: Omit<QueueOptions, "connection">): Queue {
    return new Queue(name, { ...options, connection: this.#redis, prefix: PREFIX });
  }

  createWorker(name: string, processor: Processor, options: Omit<WorkerOptions, "connection">): Worker {
    return new Worker(name, processor, { ...options, connection: this.#redis, prefix: PREFIX });
  }

  async jobIds(name: string): Promise<ReadonlySet<string>> {
    const ids = new Set<string>();
    const collect = async (
      read: (start: number, end: number) => Promise<readonly string[]>,
    ): Promise<void> => {
      for (let start = 0; ; start += PAGE) {
        const page = await read(start, start + PAGE - 1);
        for (const id of page) ids.add(id);
        if (page.length < PAGE) return;
      }
    };
    for (const list of LISTS) {
      await collect((start, end) => this.#redis.lrange(`${PREFIX}:${name}:${list}`, start, end));
    }
    for (const set of SORTED_SETS) {
      await collect((start, end) =>
        this.#redis.zrange(`${PREFIX}:${name}:${set}`, String(start), String(end)),
      );
    }
    return ids;
  }

  async existing(name: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const pipeline = this.#redis.pipeline();
    for (const id of ids) pipeline.exists(`${PREFIX}:${name}:${id}`);
    const replies = (await pipeline.exec()) ?? [];
    const failed = replies.find(([error]) => error !== null);
    if (failed?.[0]) throw failed[0];
    return new Set(ids.filter((_, index) => replies[index]?.[1] === 1));
  }

  async ping(): Promise<void> {
    try {
      await this.#redis.set(PROBE_KEY, "", "PX", PROBE_KEY_MS);
    } catch (error) {
      const refusal = isReplyError(error) ? /^[A-Z]+/.exec(error.message)?.[0] : undefined;
      if (refusal === undefined) throw error;
      throw new ServiceError(
        "not_ready",
        `The queue's Redis refuses writes (${refusal}); check its memory, disk and role.`,
        {
          retryAfterSeconds: 1,
        },
      );
    }
  }

  async close(): Promise<void> {
    for (const redis of [this.#redis, ...this.#duplicates]) redis.disconnect();
  }
}

/** ioredis exports the class ReplyError without a type. */
function isReplyError(error: unknown): error is Error {
  return error instanceof Error && error.name === "ReplyError";
}
