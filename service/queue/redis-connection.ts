import { type Processor, Queue, type QueueOptions, Worker, type WorkerOptions } from "bullmq";
import { Redis, type RedisOptions } from "ioredis";
import type { QueueConnection, QueueRole } from "./queue-connection.ts";

const PREFIX = "gavel";
const ADD_TIMEOUT_MS = 1000;
const MAX_RECONNECT_MS = 2000;

function optionsFor(role: QueueRole): Omit<RedisOptions, "replyMapping"> {
  const options: Omit<RedisOptions, "replyMapping"> = {
    lazyConnect: true,
    connectTimeout: 5000,
    keepAlive: 10_000,
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 10), MAX_RECONNECT_MS),
  };
  if (role === "worker") return { ...options, maxRetriesPerRequest: null };
  // The row is committed before the job is added, and a sweeper adds what is missing: so better to fail
  // than to wait for Redis. A connection that hangs shows only in the time that commands take.
  return {
    ...options,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    commandTimeout: ADD_TIMEOUT_MS,
    enableAutoPipelining: true,
  };
}

/** Redis through ioredis. It should keep all keys (maxmemory-policy noeviction) and have AOF switched on. */
export class RedisConnection implements QueueConnection {
  readonly addTimeoutMs = ADD_TIMEOUT_MS;
  readonly #redis: Redis;
  readonly #duplicates: Redis[] = [];

  constructor(url: string, role: QueueRole, onError: (error: Error) => void) {
    this.#redis = new Redis(url, optionsFor(role));
    this.#redis.on("error", onError);
    // A BullMQ worker waits on a duplicate of its own making, and does not end it while Redis is away.
    const duplicate = this.#redis.duplicate.bind(this.#redis);
    this.#redis.duplicate = (override) => {
      const redis = duplicate(override);
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

  async existing(name: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const pipeline = this.#redis.pipeline();
    for (const id of ids) pipeline.exists(`${PREFIX}:${name}:${id}`);
    const answers = (await pipeline.exec()) ?? [];
    const failed = answers.find(([error]) => error !== null);
    if (failed?.[0]) throw failed[0];
    return new Set(ids.filter((_, index) => answers[index]?.[1] === 1));
  }

  /** BullMQ names the connection on which a worker waits, and finds the names among the server's clients. */
  workers(queue: Queue): Promise<number> {
    return queue.getWorkersCount();
  }

  async ping(): Promise<void> {
    await this.#redis.ping();
  }

  async close(): Promise<void> {
    for (const redis of [this.#redis, ...this.#duplicates]) redis.disconnect();
  }
}
