import { EventEmitter } from "node:events";
import type { PgPool, PgPoolClient, PgQueryResult } from "bullmq";

interface Result {
  readonly rows: unknown[];
  readonly affectedRows?: number;
}

interface Statements {
  query(text: string, parameters?: unknown[]): Promise<Result>;
  /** Runs any number of commands without parameters. */
  exec(text: string): Promise<Result[]>;
}

/** The part of PGlite that is used here: one session that serialises its callers. */
export interface EmbeddedSession extends Statements {
  /** Runs `work` without statements of others in between. Commits when it resolves, rolls back when it rejects. */
  transaction<T>(work: (transaction: Statements & { rollback(): Promise<void> }) => Promise<T>): Promise<T>;
  listen(channel: string, callback: (payload: string) => void): Promise<() => Promise<void>>;
}

/**
 * Implements the part of `pg.Pool` that BullMQ uses, over one shared session. Statements of its clients and of others
 * alternate; between BEGIN and COMMIT a client has the session to itself.
 */
export class PglitePool extends EventEmitter implements PgPool {
  /** BullMQ expects keep-alive, so that a notification connection cannot drop silently. PGlite has no connection. */
  readonly options = { keepAlive: true };
  readonly #session: EmbeddedSession;

  constructor(session: EmbeddedSession) {
    super();
    this.#session = session;
  }

  query<Row>(text: string, parameters?: readonly unknown[]): Promise<PgQueryResult<Row>> {
    return execute(this.#session, text, parameters);
  }

  async connect(): Promise<PgPoolClient> {
    const client = new PgliteClient(this.#session);
    this.emit("connect", client);
    return client;
  }

  /** Does nothing: the session belongs to the database. */
  async end(): Promise<void> {}
}

/** The transaction of PGlite between BEGIN and COMMIT or ROLLBACK. */
interface OpenTransaction {
  readonly statements: Statements;
  finish(how: "commit" | "rollback"): Promise<void>;
}

class PgliteClient extends EventEmitter implements PgPoolClient {
  readonly #session: EmbeddedSession;
  #transaction: OpenTransaction | null = null;
  #unlisten: (() => Promise<void>)[] = [];

  constructor(session: EmbeddedSession) {
    super();
    this.#session = session;
  }

  async query<Row>(text: string, parameters?: readonly unknown[]): Promise<PgQueryResult<Row>> {
    const command = firstWords(text);
    if (command.startsWith("begin")) {
      this.#transaction = await openTransaction(this.#session);
    } else if (command.startsWith("commit") || command.startsWith("rollback")) {
      const transaction = this.#transaction;
      this.#transaction = null;
      await transaction?.finish(command.startsWith("commit") ? "commit" : "rollback");
    } else if (command.startsWith("listen ")) {
      await this.#listen(command.slice("listen ".length));
    } else {
      return execute(this.#transaction?.statements ?? this.#session, text, parameters);
    }
    return { rows: [], rowCount: 0 };
  }

  release(): void {
    void this.#undo().catch(() => undefined);
  }

  /** Rejects if the session is closed; then there is nothing to undo. */
  async #undo(): Promise<void> {
    const transaction = this.#transaction;
    const unlisten = this.#unlisten;
    this.#transaction = null;
    this.#unlisten = [];
    await transaction?.finish("rollback");
    for (const stop of unlisten) await stop();
  }

  async #listen(channel: string): Promise<void> {
    const notify = (payload: string): void => void this.emit("notification", { channel, payload });
    this.#unlisten.push(await this.#session.listen(channel, notify));
  }
}

/** Keeps a transaction of the session open until `finish` is called. */
function openTransaction(session: EmbeddedSession): Promise<OpenTransaction> {
  return new Promise((resolve, reject) => {
    const ended = session.transaction(async (transaction) => {
      const how = await new Promise<"commit" | "rollback">((decide) => {
        resolve({
          statements: transaction,
          finish: async (decision) => {
            decide(decision);
            await ended;
          },
        });
      });
      if (how === "rollback") await transaction.rollback();
    });
    ended.catch(reject);
  });
}

/** A text without parameters may contain several statements, which only the simple protocol accepts. */
async function execute<Row>(
  statements: Statements,
  text: string,
  parameters: readonly unknown[] = [],
): Promise<PgQueryResult<Row>> {
  const result =
    parameters.length > 0
      ? await statements.query(text, [...parameters])
      : (await statements.exec(text)).at(-1);
  const rows = (result?.rows ?? []) as Row[];
  // `affectedRows` counts what an INSERT, UPDATE or DELETE changed and is 0 for other statements.
  return { rows, rowCount: result?.affectedRows || rows.length };
}

/** The start of a statement in lower case, after the comments that BullMQ puts before it. */
function firstWords(text: string): string {
  const statement = text.replace(/^(\s*--[^\n]*\n)*\s*/, "");
  return statement
    .slice(0, 80)
    .replace(/(?<![;"\s])[;"\s]+$/, "")
    .replaceAll(/["\s]+/g, " ")
    .toLowerCase();
}
