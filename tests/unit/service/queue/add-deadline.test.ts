import { describe, expect, it } from "vitest";
import { withinDeadline } from "../../../../service/queue/add-deadline.ts";
import { plainError } from "../../../../service/queue/plain-error.ts";

describe("withinDeadline", () => {
  it("passes an answer on", async () => {
    expect(await withinDeadline(Promise.resolve(7), 1000)).toBe(7);
  });

  it("turns a failure, and silence, into not_ready", async () => {
    const cause = new Error("connect ECONNREFUSED");
    await expect(withinDeadline(Promise.reject(cause), 1000)).rejects.toMatchObject({
      code: "not_ready",
      cause,
    });
    await expect(withinDeadline(new Promise(() => undefined), 10)).rejects.toMatchObject({
      code: "not_ready",
    });
  });
});

describe("plainError", () => {
  it("keeps the words and the code only", () => {
    const plain = plainError(
      Object.assign(new Error("gone"), { code: "57P01", client: { password: "secret" } }),
    );
    expect(plain.message).toBe("gone (57P01)");
    expect(Object.keys(plain)).toEqual([]);
  });
});
