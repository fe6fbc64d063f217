import { RequestError } from "@hono/node-server";
import { HTTPException } from "hono/http-exception";
import { describe, expect, it } from "vitest";
import { PolicyError } from "../../../../policies/errors.ts";
import { type Problem, problemSchema } from "../../../../schemas/problem.ts";
import { compileValidator } from "../../../../schemas/validate.ts";
import { ERROR_CATALOGUE, type ErrorCode } from "../../../../service/error-catalogue/catalogue.ts";
import { ConfigError } from "../../../../service/config/read-config.ts";
import { ServiceError } from "../../../../service/errors.ts";
import { problemResponse, toProblem } from "../../../../service/http/problem.ts";
import { safeError } from "../../../../service/http/safe-error.ts";

const validate = compileValidator<Problem>(problemSchema);

describe("toProblem", () => {
  it.each(Object.keys(ERROR_CATALOGUE) as ErrorCode[])("%s is a valid problem", (code) => {
    const { problem, expected } = toProblem(new ServiceError(code, "What to do."), "request-1");
    expect(validate(problem).ok).toBe(true);
    expect(expected).toBe(true);
    const { status, title } = ERROR_CATALOGUE[code];
    expect(problem).toMatchObject({
      status,
      title,
      code,
      type: `/docs#error-${code}`,
      request_id: "request-1",
    });
  });

  it("contains faults, and no empty detail", () => {
    const faults = [{ pointer: "/content", message: "is required" }];
    const { problem } = toProblem(new ServiceError("invalid_request", "", { faults }), "r");
    expect(problem.errors).toEqual(faults);
    expect(problem).not.toHaveProperty("detail");
  });

  it("says when to retry, in whole seconds", () => {
    const { headers } = toProblem(new ServiceError("queue_full", "", { retryAfterSeconds: 0.2 }), "r");
    expect(headers).toEqual({ "Retry-After": "1" });
  });

  it.each([
    ["policy_too_large", "body_too_large"],
    ["policy_not_utf8", "not_utf8"],
    ["policy_not_text", "invalid_policy"],
    ["policy_empty", "invalid_policy"],
    ["front_matter_invalid", "invalid_policy"],
    ["output_schema_invalid", "invalid_policy"],
  ] as const)("%s becomes %s", (policyCode, code) => {
    const error = new PolicyError(policyCode, "The front matter is not valid", [
      { pointer: "/title", message: "must be string", line: 3 },
    ]);
    const { problem } = toProblem(error, "r");
    expect(problem.code).toBe(code);
    expect(problem.errors).toEqual([{ pointer: "/title", message: "line 3: must be string" }]);
  });

  it.each([
    [new HTTPException(413, { message: "secret words" }), "body_too_large"],
    [new HTTPException(418 as 400, { message: "secret words" }), "internal_error"],
    [new RequestError("secret words"), "invalid_request"],
    [new Error("secret words"), "internal_error"],
    [new TypeError("secret words"), "internal_error"],
    ["secret words", "internal_error"],
    [null, "internal_error"],
  ])("reveals nothing of %s", (error, code) => {
    const { problem, expected } = toProblem(error, "r");
    expect(problem.code).toBe(code);
    expect(expected).toBe(code !== "internal_error");
    expect(JSON.stringify(problem)).not.toContain("secret");
  });

  it("has its status and media type", async () => {
    const response = problemResponse(toProblem(new ServiceError("forbidden", "No."), "r"), { Allow: "GET" });
    expect(response.status).toBe(403);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(response.headers.get("allow")).toBe("GET");
    expect(validate(await response.json()).ok).toBe(true);
  });
});

describe("safeError", () => {
  it("keeps name, code and frames, and drops messages that may quote input", () => {
    const cause = Object.assign(new Error("value 'secret words' out of range"), { code: "22003" });
    const error = new Error("Failed query: insert … params: secret words\n    at secret (words:1:1)", {
      cause,
    });
    error.name = "DrizzleQueryError";
    const safe = safeError(error);
    expect(safe.name).toBe("DrizzleQueryError");
    expect(safe.cause?.code).toBe("22003");
    expect(safe.stack.length).toBeGreaterThan(0);
    expect(safe.stack.every((line) => line.startsWith("at "))).toBe(true);
    expect(JSON.stringify(safe)).not.toContain("secret");
  });

  it("keeps messages of the service and of the language itself", () => {
    expect(safeError(new ServiceError("not_ready", "Try again.")).message).toBe("Try again.");
    expect(safeError(new ConfigError(["PORT must be a number"])).message).toContain("PORT must be a number");
    expect(safeError(new TypeError("x is not a function")).message).toBe("x is not a function");
  });

  it("stops at circular causes, and accepts values that are not errors", () => {
    const error = new Error("a");
    error.cause = error;
    expect(JSON.stringify(safeError(error)).length).toBeLessThan(50_000);
    expect(safeError("secret words")).toEqual({ name: "string", stack: [] });
  });
});
