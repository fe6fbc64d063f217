import { describe, expect, it } from "vitest";
import { withQueueTimeout } from "../../../../service/queue/queue-timeout.ts";
import { plainError } from "../../../../service/queue/plain-error.ts";

describe("withQueueTimeout", () => {
  it("passes on a result", async () => {
    expect(await withQueueTimeout(Promise.resolve(7), 1000)).toBe(7);
  });

  it("turns a failure or a timeout into not_ready", async () => {
    const cause = new Error("connect ECONNREFUSED");
    await expect(withQueueTimeout(Promise.reject(cause), 1000)).rejects.toMatchObject({
      code: "not_ready",
      cause,
    });
    await expect(withQueueTimeout(new Promise(() => undefined), 10)).rejects.toMatchObject({
      code: "not_ready",
    });
  });
});

describe("plainError", () => {
  it("keeps the message and the code only", () => {
    const plain = plainError(
      Object.assign(new Error("gone"), { code: "57P01", client: { password: "secret" } }),
    );
    expect(plain.message).toBe("gone (57P01)");
    expect(Object.keys(plain)).toEqual([]);
  });
});
