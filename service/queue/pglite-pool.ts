import { EventEmitter } from "node:events";
import type { PgPool, PgPoolClient, PgQueryResult } from "bullmq";

interface Answer {
  readonly rows: unknown[];
  readonly affectedRows?: number;
}

interface Statements {
  query(text: string, parameters?: unknown[]): Promise<Answer>;
  /** Runs any number of commands without parameters. */
  exec(text: string): Promise<Answer[]>;
}

/** What is used of a PGlite instance, or of anything with one session that serialises its callers. */
export interface EmbeddedSession extends Statements {
  /** Nobody else's statement runs until the promise of `work` settles; then it commits, or rolls back. */
  transaction<T>(work: (transaction: Statements & { rollback(): Promise<void> }) => Promise<T>): Promise<T>;
  listen(channel: string, callback: (payload: string) => void): Promise<() => Promise<void>>;
}

/**
 * A pool with the surface that BullMQ uses of `pg.Pool`, over one shared session. Statements of its clients
 * and of everybody else take turns; between BEGIN and COMMIT a client has the session for itself.
 */
export class PglitePool extends EventEmitter implements PgPool {
  /** BullMQ reads this to tell that a notification connection cannot drop silently: here there is none. */
  readonly options = { keepAlive: true };
  readonly #session: EmbeddedSession;

  constructor(session: EmbeddedSession) {
    super();
    this.#session = session;
  }

  query<Row>(text: string, parameters?: readonly unknown[]): Promise<PgQueryResult<Row>> {
    return ask(this.#session, text, parameters);
  }

  async connect(): Promise<PgPoolClient> {
    const client = new PgliteClient(this.#session);
    this.emit("connect", client);
    return client;
  }

  /** The session is not ours to end. */
  async end(): Promise<void> {}
}

/** Between BEGIN and the end of it: the transaction that PGlite keeps open for us. */
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
      return ask(this.#transaction?.statements ?? this.#session, text, parameters);
    }
    return { rows: [], rowCount: 0 };
  }

  release(): void {
    void this.#undo().catch(() => undefined);
  }

  /** Fails where the session is closed already, and then nothing is left to undo. */
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

/** Holds the session's own transaction open until it is told how to finish it. */
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

/** Commands without parameters may be several in one text, which only the simple protocol takes. */
async function ask<Row>(
  statements: Statements,
  text: string,
  parameters: readonly unknown[] = [],
): Promise<PgQueryResult<Row>> {
  const answer =
    parameters.length > 0
      ? await statements.query(text, [...parameters])
      : (await statements.exec(text)).at(-1);
  const rows = (answer?.rows ?? []) as Row[];
  // After an INSERT, UPDATE or DELETE PGlite counts what it changed, otherwise 0.
  return { rows, rowCount: answer?.affectedRows || rows.length };
}

/** The start of a statement in lower case, behind the comments that BullMQ puts before each. */
function firstWords(text: string): string {
  const statement = text.replace(/^(\s*--[^\n]*\n)*\s*/, "");
  return statement
    .slice(0, 80)
    .replace(/(?<![;"\s])[;"\s]+$/, "")
    .replaceAll(/["\s]+/g, " ")
    .toLowerCase();
}
