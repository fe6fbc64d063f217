import { SafeError, ServiceError } from "../../errors.ts";

/** Serialisation failure and deadlock: PostgreSQL asks for the whole transaction again. */
const REPEATABLE = new Set(["40001", "40P01"]);

/**
 * Two leaders of one fingerprint: a follower was promoted while another equal item was being created. The next
 * try sees the promoted one and follows it.
 */
const LEADER_CONSTRAINT = "verdicts_one_leader";

/**
 * Connection lost or refused, server starting or stopping, out of connections; or a statement or transaction that
 * took longer than the server lets it (57014, 25P03).
 */
const UNAVAILABLE =
  /^(08...|57P0[1-5]|57014|25P03|53300|ECONN[A-Z]+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN)$/;
const UNAVAILABLE_MESSAGE =
  /timeout exceeded when trying to connect|^timeout expired$|Connection terminated|connection error|not queryable|after calling end/i;

/**
 * A statement that the database refused. Holds the SQLSTATE and the constraint, and neither the statement
 * nor its parameters: drivers put both into their errors, and parameters are content.
 */
export class StorageError extends SafeError {
  override readonly name = "StorageError";
  readonly sqlState: string | null;
  readonly #constraint: string | null;

  constructor(sqlState: string | null, constraint: string | null) {
    const parts = [
      sqlState === null ? "no SQLSTATE" : `SQLSTATE ${sqlState}`,
      ...(constraint === null ? [] : [constraint]),
    ];
    super(`The database refused a statement (${parts.join(", ")})`);
    this.sqlState = sqlState;
    this.#constraint = constraint;
  }

  /** True where running the same transaction again can succeed. */
  get repeatable(): boolean {
    return (
      (this.sqlState !== null && REPEATABLE.has(this.sqlState)) || this.#constraint === LEADER_CONSTRAINT
    );
  }

  /** True where the values given are at fault, so that other items of the same batch may still succeed. */
  get causedByValues(): boolean {
    return this.sqlState !== null && /^2[1-3]/.test(this.sqlState);
  }
}

/**
 * Translates what a driver or drizzle threw: to ServiceError `not_ready` where the database cannot be
 * reached, else to StorageError. Errors of ours pass unchanged.
 */
export function toStorageError(thrown: unknown): Error {
  const error = driverErrorOf(thrown);
  if (error instanceof SafeError) return error;
  const code = stringOf(error, "code");
  const message = error instanceof Error ? error.message : "";
  if ((code !== null && UNAVAILABLE.test(code)) || UNAVAILABLE_MESSAGE.test(message)) {
    return new ServiceError("not_ready", "The database does not answer; try again shortly.", {
      retryAfterSeconds: 1,
    });
  }
  if (code === null && isProgrammingError(error)) return error;
  return new StorageError(code, stringOf(error, "constraint"));
}

/** drizzle wraps what the driver threw, with statement and parameters in the message. */
function driverErrorOf(thrown: unknown): unknown {
  const isWrapper =
    thrown instanceof Error && "query" in thrown && "params" in thrown && thrown.cause instanceof Error;
  return isWrapper ? thrown.cause : thrown;
}

function isProgrammingError(error: unknown): error is Error {
  return error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
}

function stringOf(error: unknown, property: string): string | null {
  const value: unknown = typeof error === "object" && error !== null ? Reflect.get(error, property) : null;
  return typeof value === "string" ? value : null;
}
