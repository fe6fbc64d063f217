import { describe, expect, it } from "vitest";
import {
  EngineAbortedError,
  type EngineError,
  EngineFailedError,
  EngineUnavailableError,
  OutputEmptyError,
  OutputTruncatedError,
  PromptTooLongError,
  SchemaUnsupportedError,
} from "../../../../../engine/errors.ts";
import { fromWireError, toWireError } from "../../../../../engine/local/process/wire-error.ts";

describe("an engine's error that is sent between processes", () => {
  it.each([
    new EngineUnavailableError("down"),
    new EngineAbortedError("stopped"),
    new PromptTooLongError("9000 tokens"),
    new SchemaUnsupportedError("bad", { pointer: "/pattern", reason: "is not supported" }),
    new OutputTruncatedError("after 12 tokens"),
    new OutputEmptyError("nothing"),
    new EngineFailedError("broken", { retryable: true, cause: new Error("inside") }),
    new EngineFailedError("broken", { retryable: false }),
  ])("keeps its class: $name", (error: EngineError) => {
    const received = fromWireError(structuredClone(toWireError(error)));
    expect(received).toBeInstanceOf(error.constructor);
    expect(received).toMatchObject({ code: error.code, message: error.message, retryable: error.retryable });
    expect(received.cause).toBeUndefined();
  });

  it("keeps its remedy", () => {
    const remedy = { code: "resume_pull", repo: "a/b", revision: "main", directory: "/models/b" } as const;
    const error = new EngineFailedError("incomplete", { retryable: false, remedy });
    expect(fromWireError(structuredClone(toWireError(error))).remedy).toEqual(remedy);
    expect(fromWireError(toWireError(new EngineUnavailableError("down"))).remedy).toBeNull();
  });

  it("keeps the location in a schema", () => {
    const location = { pointer: "/anyOf/0", reason: "is not supported" };
    const received = fromWireError(structuredClone(toWireError(new SchemaUnsupportedError("bad", location))));
    expect(received).toMatchObject({ location });
  });

  it("loses its message if it is of any other kind", () => {
    for (const fault of [new TypeError("content inside"), "content inside", null]) {
      const received = fromWireError(toWireError(fault));
      expect(received).toBeInstanceOf(EngineFailedError);
      expect(received.message).not.toContain("content");
    }
  });
});
