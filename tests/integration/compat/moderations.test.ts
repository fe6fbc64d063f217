import OpenAI, {
  APIConnectionError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  UnprocessableEntityError,
} from "openai";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type OpenAiError, openAiErrorSchema, STANDARD_CATEGORIES } from "../../../schemas/moderations.ts";
import type { VerdictPage } from "../../../schemas/page.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import { ADMIN_KEY, type HttpService } from "../http/service.ts";
import {
  FAILS,
  fresh,
  HANGS,
  OUTAGE,
  RATIONALE,
  startCompatService,
  TITLED_POLICY,
  VIOLATES,
} from "./service.ts";

let http: HttpService;
let openai: OpenAI;
const validateError = compileValidator<OpenAiError>(openAiErrorSchema);

function client(apiKey: string, headers: Record<string, string> = {}): OpenAI {
  return new OpenAI({ apiKey, baseURL: `${http.url}/v1`, maxRetries: 0, defaultHeaders: headers });
}

beforeAll(async () => {
  http = await startCompatService({
    GAVEL_DEFAULT_WAIT_SECONDS: "60",
    GAVEL_MODERATION_SETS: "default=spam,hate;pinned=spam@1;gone=spam,nowhere",
  });
  await http.putPolicy("spam", TITLED_POLICY);
  await http.putPolicy("hate", TITLED_POLICY.replace("Spam and scams", "Hate"));
  openai = client(await http.createKey("classify"));
});
afterAll(() => http.stop());
afterEach(() => http.engine.release());

/** Extra keys that the client's types do not know. */
function read(values: object): Record<string, unknown> {
  return values as Record<string, unknown>;
}

describe("the official client's moderations.create", () => {
  it("flags violations and reports the policy's categories with the standard ones", async () => {
    const { id, model, results } = await openai.moderations.create({ input: fresh(VIOLATES), model: "spam" });
    expect(id).toMatch(/^modr-/);
    expect(model).toBe("spam@1");
    expect(results).toHaveLength(1);
    const { flagged, categories, category_scores, category_applied_input_types } = results[0]!;
    expect(flagged).toBe(true);
    for (const name of STANDARD_CATEGORIES) {
      expect([categories[name], category_scores[name], category_applied_input_types[name]]).toEqual([
        false,
        0,
        [],
      ]);
    }
    expect(read(categories)).toMatchObject({ spam: true, "spam/SP2": true });
    expect(read(category_scores)["spam"]).toBeCloseTo(0.95, 2);
    expect(read(category_applied_input_types)["spam/SP2"]).toEqual(["text"]);
  });

  it("does not flag other content", async () => {
    const { results } = await openai.moderations.create({ input: fresh(), model: "spam@1" });
    expect(results[0]!.flagged).toBe(false);
    expect(Object.values(results[0]!.categories)).not.toContain(true);
    expect(read(results[0]!.category_scores)["spam"]).toBeCloseTo(0.1, 2);
  });

  it.each([undefined, "omni-moderation-latest"])("judges under the default set for %s", async (model) => {
    const response = await openai.moderations.create({
      input: fresh(VIOLATES),
      ...(model === undefined ? {} : { model }),
    });
    expect(response.model).toBe("default");
    expect(response.results[0]!.categories).toMatchObject({ hate: true, violence: false, spam: true });
  });

  it("returns one result for each of several texts, in their order", async () => {
    const input = [fresh(), fresh(VIOLATES), fresh(), fresh(VIOLATES)];
    const { results } = await openai.moderations.create({ input, model: "default" });
    expect(results.map(({ flagged }) => flagged)).toEqual([false, true, false, true]);
  });

  it("judges a repeated request with the same Idempotency-Key once, including one without a wait", async () => {
    const named = client(ADMIN_KEY, { "Idempotency-Key": "moderation-1" });
    const request = { input: [fresh(), fresh(VIOLATES)], model: "default" };
    const impatient = named.moderations.create(request, { headers: { Prefer: "wait=0" } });
    await expect(impatient).rejects.toMatchObject({ status: 503, code: "not_judged_in_time" });

    const first = await named.moderations.create(request);
    expect(first.results.map(({ flagged }) => flagged)).toEqual([false, true]);
    const asked = http.engine.requests.length;
    const again = await named.moderations.create(request).withResponse();
    expect(again.data.results).toEqual(first.results);
    expect(again.response.headers.get("idempotent-replayed")).toBe("true");
    expect(http.engine.requests.length).toBe(asked);
    await expect(named.moderations.create({ input: ["x"], model: "default" })).rejects.toMatchObject({
      status: 409,
      code: "idempotency_conflict",
    });
  });

  it("judges parts as one text", async () => {
    const part = fresh();
    const parts = [part, VIOLATES].map((text) => ({ type: "text" as const, text }));
    const { results } = await openai.moderations.create({ input: parts, model: "spam" });
    expect(results.map(({ flagged }) => flagged)).toEqual([true]);
    const [id] = read(results[0]!)["verdict_ids"] as string[];
    const record = (await (await http.call(`/verdicts/${id}`)).json()) as { content_hmac: string };
    const whole = await http.call("/classify", {
      json: { content: `${part}\n${VIOLATES}`, policy_id: "spam" },
    });
    expect(((await whole.json()) as { content_hmac: string }).content_hmac).toBe(record.content_hmac);
  });

  it("accepts the largest number of texts with several policies", async () => {
    const input = Array.from({ length: 32 }, (_, index) => fresh(...(index === 31 ? [VIOLATES] : [])));
    const { results } = await openai.moderations.create({ input, model: "default" });
    expect(results.map(({ flagged }) => flagged)).toEqual(input.map((_, index) => index === 31));
    await expect(openai.moderations.create({ input: [...input, "x"] })).rejects.toThrow(BadRequestError);
  });

  it.each<[unknown, string, string]>([
    [[], "input", "/input must NOT have fewer than 1 items"],
    [["x", 5], "input.1", "/input/1 must be string"],
    [Array.from({ length: 33 }, () => "x"), "input", "/input must NOT have more than 32 items"],
  ])("says which input is refused and why: %j", async (input, param, message) => {
    const response = await http.call("/v1/moderations", { json: { input, model: "spam" } });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { code: "invalid_request", param, message: expect.stringContaining(message) },
    });
  });
});

describe("content that was not judged", () => {
  it.each([
    [FAILS, UnprocessableEntityError, "judging_failed"],
    [OUTAGE, InternalServerError, "not_ready"],
  ])("is an error of the whole request: %s", async (word, type, code) => {
    const request = openai.moderations.create({
      input: [fresh(), fresh(word), fresh(VIOLATES)],
      model: "spam",
    });
    const error = await request.then(
      () => expect.unreachable(),
      (reason: unknown) => reason as InstanceType<typeof OpenAI.APIError>,
    );
    expect(error).toBeInstanceOf(type);
    expect(error.code).toBe(code);
  });

  it("is a 503 with Retry-After when the time is over, and is judged later", async () => {
    const hurried = client(ADMIN_KEY, { Prefer: "wait=1" });
    const content = fresh(HANGS);
    const error = await hurried.moderations.create({ input: content, model: "spam" }).then(
      () => expect.unreachable(),
      (reason: unknown) => reason as InstanceType<typeof OpenAI.APIError>,
    );
    expect(error.status).toBe(503);
    expect(error.code).toBe("not_judged_in_time");
    expect(error.type).toBe("server_error");
    expect(error.headers?.get("retry-after")).toBe("5");
    expect(error.requestID).toMatch(/^[0-9a-f-]{36}$/);
    http.engine.release();
    const { data } = (await (await http.call("/verdicts?limit=1&order=desc")).json()) as VerdictPage;
    const later = await http.call(`/verdicts/${data[0]?.id}`, { headers: { prefer: "wait=10" } });
    expect(((await later.json()) as VerdictRecord).status).toBe("completed");
  });

  it("is not retried by the client if retrying does not help", async () => {
    const before = http.engine.requests.length;
    const patient = new OpenAI({ apiKey: ADMIN_KEY, baseURL: `${http.url}/v1`, maxRetries: 3 });
    await expect(patient.moderations.create({ input: fresh(FAILS), model: "spam" })).rejects.toThrow(
      UnprocessableEntityError,
    );
    expect(http.engine.requests.length - before).toBe(1);
  });
});

describe("errors in OpenAI's format", () => {
  const image = { type: "image_url" as const, image_url: { url: "data:image/png;base64,aGk=" } };
  it.each<[string, unknown, number, string, string | null]>([
    ["an image", { input: [{ type: "text", text: "x" }, image] }, 400, "content_unsupported", "input.1.type"],
    ["only an image", { input: [image], model: "spam" }, 400, "content_unsupported", "input.0.type"],
    ["an empty text", { input: "", model: "spam" }, 400, "invalid_request", "input"],
    ["an empty list", { input: [], model: "spam" }, 400, "invalid_request", "input"],
    ["token ids", { input: [1, 2], model: "spam" }, 400, "invalid_request", "input"],
    [
      "a mixture",
      { input: ["x", { type: "text", text: "y" }], model: "spam" },
      400,
      "invalid_request",
      "input",
    ],
    ["no input", { model: "spam" }, 400, "invalid_request", "input"],
    ["a body that is not an object", [], 400, "invalid_request", null],
    ["null", null, 400, "invalid_request", null],
    ["a further field", { input: "x", model: "spam", stream: true }, 400, "invalid_request", "stream"],
    ["an unknown policy", { input: "x", model: "nowhere" }, 404, "policy_not_found", null],
    ["an unknown version", { input: "x", model: "spam@9" }, 404, "policy_version_not_found", null],
    [
      "a model that is not a valid policy id",
      { input: "x", model: "GPT 4" },
      404,
      "policy_not_found",
      "model",
    ],
    ["a set with an unknown policy", { input: "x", model: "gone" }, 404, "policy_not_found", null],
  ])("refuses %s", async (_name, body, status, code, param) => {
    const response = await http.call("/v1/moderations", { json: body });
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(response.headers.get("x-should-retry")).toBe("false");
    const validation = validateError(await response.json());
    if (!validation.ok) throw new Error(JSON.stringify(validation.faults));
    const { error } = validation.value;
    expect(error).toMatchObject({ code, type: "invalid_request_error" });
    if (param !== null) {
      expect(error.param?.split(".").slice(0, param.split(".").length).join(".")).toBe(param);
    }
  });

  it("is also used before the route is reached", async () => {
    const post = { method: "POST", headers: { "content-type": "application/json" } };
    const bodies = await Promise.all(
      [
        http.call("/v1/moderations", { ...post, body: "{", key: null }),
        http.call("/v1/moderations", { ...post, body: "{" }),
        http.call("/v1/moderations", { method: "POST", body: "x" }),
        http.call("/v1/moderations", { ...post, body: JSON.stringify({ input: "x".repeat(120_000) }) }),
        http.call("/v1/moderations"),
      ].map(async (answer) => {
        const response = await answer;
        return [response.status, ((await response.json()) as OpenAiError).error.code];
      }),
    );
    expect(bodies).toEqual([
      [401, "unauthorized"],
      [400, "invalid_json"],
      [415, "unsupported_media_type"],
      [413, "body_too_large"],
      [405, "method_not_allowed"],
    ]);
  });

  it("is parsed by the client's own errors", async () => {
    const wrong = client("not-a-key-of-this-service");
    await expect(wrong.moderations.create({ input: "x", model: "spam" })).rejects.toThrow(
      AuthenticationError,
    );
    const reader = client(await http.createKey("verdicts:read"));
    await expect(reader.moderations.create({ input: "x", model: "spam" })).rejects.toThrow(
      PermissionDeniedError,
    );
    await expect(openai.moderations.create({ input: "x", model: "nowhere" })).rejects.toThrow(NotFoundError);
    await expect(openai.moderations.create({ input: [image], model: "spam" })).rejects.toThrow(
      /400 Only text can be judged: \/input\/0\/type/,
    );
    await http.putPolicy("old", TITLED_POLICY);
    await http.call("/policies/old", { method: "DELETE" });
    await expect(openai.moderations.create({ input: "x", model: "old" })).rejects.toThrow(ConflictError);
    const away = new OpenAI({ apiKey: "x", baseURL: "http://127.0.0.1:9/v1", maxRetries: 0 });
    await expect(away.moderations.create({ input: "x" })).rejects.toThrow(APIConnectionError);
  });

  it("says what to configure if there is no default", async () => {
    const bare = await startCompatService();
    try {
      const response = await bare.call("/v1/moderations", { json: { input: "x" } });
      expect(response.status).toBe(400);
      expect(((await response.json()) as OpenAiError).error).toMatchObject({
        param: "model",
        message: expect.stringContaining("no set named default"),
      });
    } finally {
      await bare.stop();
    }
  });
});

describe("the log", () => {
  it("contains neither the content nor the rationale", async () => {
    await openai.moderations.create({ input: fresh(VIOLATES, "secretcontent"), model: "spam" });
    expect(http.log).toContain('"route":"/v1/moderations"');
    expect(http.log).not.toMatch(new RegExp(`secretcontent|${VIOLATES}|${RATIONALE}`));
  });
});
