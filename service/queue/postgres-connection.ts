import {
  createPostgresBackend,
  type PgPool,
  type Processor,
  Queue,
  type QueueOptions,
  runMigrations,
  Worker,
  type WorkerOptions,
} from "bullmq";
import type { QueueConnection } from "./queue-connection.ts";

/** The part of `pg.Pool` that is used here. BullMQ needs all of it, but its types do not match pg's. */
export interface SqlPool {
  query(text: string, parameters?: readonly unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
  connect(): Promise<unknown>;
  end(): Promise<void>;
}

const ADD_TIMEOUT_MS = 5000;

/** Keeps jobs in BullMQ's tables, in the schema `bullmq` of a PostgreSQL database. */
export class PostgresConnection implements QueueConnection {
  readonly addTimeoutMs = ADD_TIMEOUT_MS;
  readonly #pool: PgPool;
  #ended: Promise<void> | null = null;

  constructor(pool: SqlPool) {
    this.#pool = pool as PgPool;
  }

  /** Migrates BullMQ's schema. Several processes may do so at the same time. */
  async start(): Promise<void> {
    const client = await this.#pool.connect();
    try {
      await runMigrations(client);
    } finally {
      client.release();
    }
  }

  createQueue(name: string, options: Omit<QueueOptions, "connection">): Queue {
    return new Queue(name, { ...options, connection: this.#pool }, createPostgresBackend) as unknown as Queue;
  }

  createWorker(name: string, processor: Processor, options: Omit<WorkerOptions, "connection">): Worker {
    const withConnection = { ...options, connection: this.#pool };
    return new Worker(name, processor, withConnection, createPostgresBackend) as unknown as Worker;
  }

  async jobIds(name: string): Promise<ReadonlySet<string>> {
    const { rows } = await this.#pool.query<{ id: string }>("SELECT id FROM bullmq.job WHERE queue = $1", [
      name,
    ]);
    return new Set(rows.map(({ id }) => id));
  }

  async existing(name: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const { rows } = await this.#pool.query<{ id: string }>(
      "SELECT id FROM bullmq.job WHERE queue = $1 AND id = ANY($2::text[])",
      [name, ids],
    );
    return new Set(rows.map(({ id }) => id));
  }

  async ping(): Promise<void> {
    await this.#pool.query("SELECT 1");
  }

  close(): Promise<void> {
    this.#ended ??= this.#pool.end();
    return this.#ended;
  }
}
