import { describe, expect, it } from "vitest";
import { EngineUnavailableError, PromptTooLongError } from "../../../../engine/errors.ts";
import { attemptFailure } from "../../../../service/judging/attempt-failure.ts";
import { ServiceError } from "../../../../service/errors.ts";

describe("attemptFailure", () => {
  it.each([
    ["an engine that is unavailable", new EngineUnavailableError("gone"), "engine_unavailable", true],
    ["a prompt that never fits", new PromptTooLongError("too long"), "prompt_too_long", false],
    ["a deadline", new ServiceError("deadline_exceeded", "late"), "deadline_exceeded", true],
    ["an invalid output", new ServiceError("output_invalid", "no"), "output_invalid", false],
    ["a store that is unavailable", new ServiceError("not_ready", "down"), "internal_error", true],
    ["a bug", new TypeError("x is undefined"), "internal_error", true],
    ["anything else", "thrown", "internal_error", true],
  ])("translates %s", (_, error, code, retryable) => {
    expect(attemptFailure(error)).toMatchObject({ code, retryable });
  });

  it("does not show the message of an unexpected error", () => {
    expect(attemptFailure(new Error("content: hunter2")).detail).toBeNull();
  });
});
