import { SafeError, ServiceError } from "../../errors.ts";

/** Serialization failure and deadlock: the whole transaction has to be repeated. */
const REPEATABLE = new Set(["40001", "40P01"]);

/**
 * Two leaders with one fingerprint: a follower was promoted while another identical item was being created. The retry
 * finds the promoted one and follows it.
 */
const LEADER_CONSTRAINT = "verdicts_one_leader";

/**
 * Connection lost or refused, server starting or stopping, out of connections; or a statement or transaction that
 * exceeded the server's timeout (57014, 25P03).
 */
const UNAVAILABLE =
  /^(08...|57P0[1-5]|57014|25P03|53300|ECONN[A-Z]+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN)$/;
const UNAVAILABLE_MESSAGE =
  /timeout exceeded when trying to connect|^timeout expired$|Connection terminated|connection error|not queryable|after calling end/i;

/**
 * The database rejected a statement. Holds the SQLSTATE and the constraint, but neither the statement nor its
 * parameters, which drivers put into their errors: parameters are content.
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
    super(`The database rejected a statement (${parts.join(", ")})`);
    this.sqlState = sqlState;
    this.#constraint = constraint;
  }

  /** True if the same transaction can succeed when it is repeated. */
  get repeatable(): boolean {
    return (
      (this.sqlState !== null && REPEATABLE.has(this.sqlState)) || this.#constraint === LEADER_CONSTRAINT
    );
  }

  /** True if the values are the cause, so that other items of the same batch may succeed. */
  get causedByValues(): boolean {
    return this.sqlState !== null && /^2[1-3]/.test(this.sqlState);
  }
}

/**
 * Translates an error of a driver or drizzle: to ServiceError `not_ready` if the database cannot be reached, otherwise
 * to StorageError. The service's own errors pass unchanged.
 */
export function toStorageError(thrown: unknown): Error {
  const error = driverErrorOf(thrown);
  if (error instanceof SafeError) return error;
  const code = stringOf(error, "code");
  const message = error instanceof Error ? error.message : "";
  if ((code !== null && UNAVAILABLE.test(code)) || UNAVAILABLE_MESSAGE.test(message)) {
    return new ServiceError("not_ready", "The database does not respond; try again shortly.", {
      retryAfterSeconds: 1,
    });
  }
  if (code === null && isProgrammingError(error)) return error;
  return new StorageError(code, stringOf(error, "constraint"));
}

/** drizzle wraps the driver's error, with statement and parameters in the message. */
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
