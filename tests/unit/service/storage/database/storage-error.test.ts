import { describe, expect, it } from "vitest";
import { ServiceError } from "../../../../../service/errors.ts";
import { StorageError, toStorageError } from "../../../../../service/storage/database/storage-error.ts";

function driverError(code: string | undefined, message = "private words"): Error {
  return Object.assign(new Error(message), {
    code,
    detail: "Failing row contains (private words)",
    constraint: "a_key",
  });
}

describe("toStorageError", () => {
  it("keeps the SQLSTATE and the constraint, and nothing that was stored", () => {
    const wrapped = Object.assign(new Error("Failed query: private words", { cause: driverError("23505") }), {
      query: "insert",
      params: ["private words"],
    });
    const error = toStorageError(wrapped);
    expect(error).toBeInstanceOf(StorageError);
    expect(error.message).toBe("The database rejected a statement (SQLSTATE 23505, a_key)");
    expect(`${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain("private");
  });

  it.each(["08006", "57P01", "53300", "ECONNREFUSED", "ETIMEDOUT"])("treats %s as an outage", (code) => {
    expect(toStorageError(driverError(code))).toMatchObject({ code: "not_ready", retryAfterSeconds: 1 });
  });

  it.each([
    "timeout exceeded when trying to connect",
    "timeout expired",
    "Connection terminated unexpectedly",
  ])("also converts %j", (message) => {
    expect(toStorageError(driverError(undefined, message))).toBeInstanceOf(ServiceError);
  });

  it("reports what may be repeated and whether the values are the cause", () => {
    const facts = ["40001", "40P01", "22P05", "23505", "42P01"].map((code) => {
      const error = toStorageError(driverError(code)) as StorageError;
      return [error.repeatable, error.causedByValues];
    });
    expect(facts).toEqual([
      [true, false],
      [true, false],
      [false, true],
      [false, true],
      [false, false],
    ]);
  });

  it("passes on the service's own errors and bugs", () => {
    const ours = new ServiceError("policy_not_found", "gone");
    expect(toStorageError(ours)).toBe(ours);
    const bug = new TypeError("undefined is not a function");
    expect(toStorageError(bug)).toBe(bug);
    expect(toStorageError("thrown words").message).not.toContain("words");
  });
});
