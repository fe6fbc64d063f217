import { describe, expect, it } from "vitest";
import { compileValidator } from "../../../../../schemas/validate.ts";
import { ServiceError } from "../../../../../service/errors.ts";
import { readBytes, readJson, requireMediaType } from "../../../../../service/http/middleware/body.ts";

const validate = compileValidator<{ a: number }>({
  type: "object",
  additionalProperties: false,
  required: ["a"],
  properties: { a: { type: "integer" }, list: { type: "array", items: { type: "integer" } } },
});

function post(
  body: string | Uint8Array | ReadableStream,
  headers: Record<string, string> = { "content-type": "application/json" },
): Request {
  return new Request("http://localhost/", { method: "POST", body, headers, duplex: "half" } as RequestInit);
}

async function errorOf(run: () => unknown): Promise<ServiceError> {
  try {
    await run();
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

/** Counts the bytes that are read. */
function endless(): {
  readonly stream: ReadableStream<Uint8Array>;
  readonly state: { pulled: number; cancelled: boolean };
} {
  const state = { pulled: 0, cancelled: false };
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      state.pulled += 1;
      controller.enqueue(new Uint8Array(1024));
    },
    cancel() {
      state.cancelled = true;
    },
  });
  return { stream, state };
}

describe("requireMediaType", () => {
  it.each(["application/json", "application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"'])(
    "accepts %s",
    (type) => {
      expect(() => requireMediaType(post("{}", { "content-type": type }), "application/json")).not.toThrow();
    },
  );

  it.each([
    { "content-type": "text/plain" },
    { "content-type": "application/jsonp" },
    { "content-type": "application/json; charset=utf-16" },
    { "content-type": "application/json", "content-encoding": "gzip" },
    { "content-type": "multipart/form-data; boundary=application/json" },
  ])("refuses %o", async (headers) => {
    const error = await errorOf(() => requireMediaType(post("{}", headers), "application/json"));
    expect(error.code).toBe("unsupported_media_type");
  });

  it("refuses a body without a type", async () => {
    const request = new Request("http://localhost/", { method: "POST", body: new Uint8Array([123, 125]) });
    expect((await errorOf(() => requireMediaType(request, "application/json"))).code).toBe(
      "unsupported_media_type",
    );
  });
});

describe("readBytes", () => {
  it("accepts a body of exactly the limit, declared or not", async () => {
    const body = new Uint8Array(100).fill(97);
    expect((await readBytes(post(body), 100)).byteLength).toBe(100);
    expect((await readBytes(post(body, { "content-length": "100" }), 100)).byteLength).toBe(100);
  });

  it("refuses by Content-Length without reading", async () => {
    const { stream, state } = endless();
    const error = await errorOf(() => readBytes(post(stream, { "content-length": "4096" }), 100));
    expect(error.code).toBe("body_too_large");
    expect(state.pulled).toBeLessThanOrEqual(1);
  });

  it("stops reading an endless body at the limit", async () => {
    const { stream, state } = endless();
    const error = await errorOf(() => readBytes(post(stream, {}), 10_000));
    expect(error.code).toBe("body_too_large");
    expect(state.cancelled).toBe(true);
    expect(state.pulled).toBeLessThan(15);
  });

  it("distinguishes an interrupted body from an invalid one", async () => {
    const stream = new ReadableStream({
      pull: (controller) => controller.error(new Error("ECONNRESET: secret words")),
    });
    const error = await errorOf(() => readBytes(post(stream, {}), 100));
    expect(error.code).toBe("invalid_request");
    expect(error.message).not.toContain("secret");
  });

  it("returns no bytes without a body", async () => {
    expect((await readBytes(new Request("http://localhost/", { method: "POST" }), 10)).byteLength).toBe(0);
  });
});

describe("readJson", () => {
  it("returns the validated value", async () => {
    expect(await readJson(post('\uFEFF{"a": 1}'), 100, validate)).toEqual({ a: 1 });
  });

  it("uses the last value of a duplicate name", async () => {
    expect(await readJson(post('{"a": "x", "a": 2}'), 100, validate)).toEqual({ a: 2 });
  });

  it.each([
    '{"a": 1, "__proto__": {"b": 1}}',
    '{"a": 1, "\\u005f_proto__": 1}',
    '{"a": 1, "constructor": {}}',
  ])("cannot bypass the schema: %s", async (text) => {
    const error = await errorOf(() => readJson(post(text), 100, validate));
    expect(error.code).toBe("invalid_request");
    expect(({} as Record<string, unknown>)["b"]).toBeUndefined();
  });

  it.each(["", "  ", "{", "{'a': 1}", '{"a": 1,}', "NaN", '{"a": 1} x', '{"secret words"'])(
    "refuses %s as JSON",
    async (text) => {
      const error = await errorOf(() => readJson(post(text), 100, validate));
      expect(error.code).toBe("invalid_json");
      expect(error.message).not.toContain("secret");
      expect(error.cause).toBeUndefined();
    },
  );

  it.each([
    [[0xff, 0xfe]],
    [[0x22, 0xc3, 0x28, 0x22]],
    [[0x22, 0xed, 0xa0, 0x80, 0x22]],
    [[0x22, 0xc0, 0xaf, 0x22]],
  ])("refuses the bytes %o as UTF-8", async (bytes) => {
    expect((await errorOf(() => readJson(post(new Uint8Array(bytes)), 100, validate))).code).toBe("not_utf8");
  });

  it("points to each fault", async () => {
    const error = await errorOf(() => readJson(post('{"list": [1, "x"], "c/d": 1}'), 100, validate));
    expect(error.code).toBe("invalid_request");
    expect(error.faults.map(({ pointer }) => pointer).toSorted()).toEqual(["/a", "/c~1d", "/list/1"]);
  });

  it("handles deep nesting", async () => {
    const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
    const error = await errorOf(() => readJson(post(`{"a": 1, "list": ${deep}}`), 200_000, validate));
    expect(error.code).toBe("invalid_request");
  });
});
