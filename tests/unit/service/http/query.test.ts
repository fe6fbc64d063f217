import { describe, expect, it } from "vitest";
import { type VerdictQuery, verdictQuerySchema } from "../../../../schemas/verdict-query.ts";
import { compileValidator } from "../../../../schemas/validate.ts";
import { ServiceError } from "../../../../service/errors.ts";
import { readQuery } from "../../../../service/http/query.ts";

const validate = compileValidator<VerdictQuery>(verdictQuerySchema);
const read = (query: string): VerdictQuery =>
  readQuery(`http://localhost/verdicts${query}`, verdictQuerySchema, validate);

function pointersOf(query: string): string[] {
  try {
    read(query);
  } catch (error) {
    if (error instanceof ServiceError && error.code === "invalid_request") {
      return error.faults.map(({ pointer }) => pointer);
    }
    throw error;
  }
  return [];
}

describe("readQuery", () => {
  it("reads numbers as numbers and everything else as text", () => {
    expect(read("")).toEqual({});
    expect(
      read("?limit=7&violation=1&order=desc&status=failed&policy_id=spam&external_id=12&after=abc"),
    ).toEqual({
      limit: 7,
      violation: 1,
      order: "desc",
      status: "failed",
      policy_id: "spam",
      external_id: "12",
      after: "abc",
    });
  });

  it("decodes", () => {
    expect(read("?external_id=a%20b%2B%C3%A9")).toEqual({ external_id: "a b+é" });
  });

  it.each([
    ["?limit=0", "/limit"],
    ["?limit=201", "/limit"],
    ["?limit=-1", "/limit"],
    ["?limit=1.5", "/limit"],
    ["?limit=1e1", "/limit"],
    ["?limit=", "/limit"],
    ["?limit=ten", "/limit"],
    ["?limit=99999999999999", "/limit"],
    ["?limit=1&limit=2", "/limit"],
    ["?violation=2", "/violation"],
    ["?violation=true", "/violation"],
    ["?status=done", "/status"],
    ["?order=up", "/order"],
    ["?policy_id=Spam", "/policy_id"],
    ["?policy_id=../x", "/policy_id"],
    ["?after=", "/after"],
    [`?after=${"x".repeat(600)}`, "/after"],
    ["?external_id=", "/external_id"],
    ["?colour=red", "/colour"],
    ["?__proto__=1", "/__proto__"],
    ["?constructor=1", "/constructor"],
    ["?a%2Fb=1", "/a~1b"],
  ])("%s is a fault at %s", (query, pointer) => {
    expect(pointersOf(query)).toContain(pointer);
  });

  it("never quotes a value", () => {
    try {
      read("?status=secretwords&colour=secretwords");
      expect.unreachable();
    } catch (error) {
      expect(JSON.stringify((error as ServiceError).faults)).not.toContain("secretwords");
    }
  });
});
