import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type GuardrailResponse, guardrailResponseSchema } from "../../../schemas/guardrail.ts";
import type { VerdictPage } from "../../../schemas/page.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import { type CallOptions, type HttpService, problemOf } from "../http/service.ts";
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

const PATH = "/beta/litellm_basic_guardrail_api";
const validate = compileValidator<GuardrailResponse>(guardrailResponseSchema);

let http: HttpService;
let key: string;
beforeAll(async () => {
  http = await startCompatService({ GAVEL_DEFAULT_WAIT_SECONDS: "60", GAVEL_GUARDRAIL_POLICIES: "spam" });
  await http.putPolicy("spam", TITLED_POLICY);
  await http.putPolicy(
    "untitled",
    "---\ncategories: [{ code: SP2 }]\n---\nOffers of prizes are not wanted here.\n",
  );
  key = await http.createKey("classify");
});
afterAll(() => http.stop());
afterEach(() => http.engine.release());

/** As LiteLLM sends it: every field of its request is present, null if it has no value. */
function requestOf(fields: object): object {
  return {
    input_type: "request",
    litellm_call_id: null,
    litellm_trace_id: null,
    structured_messages: null,
    images: null,
    tools: null,
    texts: null,
    request_data: { user_api_key_hash: "h", user_api_key_alias: null },
    request_headers: { "User-Agent": "x", Authorization: "[present]" },
    litellm_version: "1.80.0",
    additional_provider_specific_params: {},
    tool_calls: null,
    ...fields,
  };
}

function post(fields: object, options: CallOptions = {}): Promise<Response> {
  return http.call(PATH, { key, json: requestOf(fields), ...options });
}

async function answerTo(fields: object): Promise<GuardrailResponse> {
  const response = await post(fields);
  const body: unknown = await response.json();
  const validation = validate(body);
  if (response.status !== 200 || !validation.ok) {
    throw new Error(`${response.status} ${JSON.stringify(body)}`);
  }
  return validation.value;
}

describe("POST /beta/litellm_basic_guardrail_api", () => {
  it("blocks violations, with titles as the reason and without rationale or content", async () => {
    const content = fresh(VIOLATES, "secretcontent");
    const answer = await answerTo({ texts: [fresh(), content, ""] });
    expect(answer).toMatchObject({ action: "BLOCKED", policy_ids: ["spam"] });
    expect(answer.blocked_reason).toBe("Blocked by policy: Spam and scams (Unsolicited promotion)");
    expect(JSON.stringify(answer)).not.toMatch(new RegExp(`${RATIONALE}|secretcontent`));
    expect(http.log).not.toMatch(new RegExp(`${RATIONALE}|secretcontent`));
  });

  it("returns NONE when everything was judged and nothing violates", async () => {
    const answer = await answerTo({
      texts: [fresh(), fresh()],
      tools: [{ type: "code_interpreter" }, { type: "function" }],
    });
    expect(answer).toMatchObject({ action: "NONE", policy_ids: ["spam"] });
    expect(answer.verdict_ids).toHaveLength(2);
    expect(answer).not.toHaveProperty("blocked_reason");
  });

  it("uses the policies of the request", async () => {
    const texts = [fresh(VIOLATES)];
    const one = await answerTo({
      texts,
      additional_provider_specific_params: { policy_id: "untitled@1", threshold: 1 },
    });
    expect(one).toMatchObject({ policy_ids: ["untitled"], blocked_reason: "Blocked by policy: untitled" });
    const both = await answerTo({
      texts: [fresh(VIOLATES)],
      additional_provider_specific_params: { policy_ids: ["spam", "untitled@1"] },
    });
    expect(both.policy_ids).toEqual(["spam", "untitled"]);
    expect(both.verdict_ids).toHaveLength(2);
  });

  it("judges messages and tool calls if there are no texts", async () => {
    const structured_messages = [
      { role: "system", content: fresh() },
      { role: "user", content: [{ type: "text", text: VIOLATES }] },
    ];
    expect(await answerTo({ texts: [], structured_messages })).toMatchObject({ action: "BLOCKED" });
    const tool_calls = [
      { id: "c", type: "function", function: { name: "post", arguments: `"${fresh(VIOLATES)}"` } },
    ];
    expect(await answerTo({ tool_calls, input_type: "response" })).toMatchObject({ action: "BLOCKED" });
  });

  it.each<[string, object]>([
    ["a system text", { role: "system", content: VIOLATES }],
    ["a tool's result", { role: "tool", tool_call_id: "c", content: [{ type: "text", text: VIOLATES }] }],
    [
      "a tool call",
      {
        role: "assistant",
        content: null,
        tool_calls: [{ type: "function", function: { arguments: VIOLATES } }],
      },
    ],
    ["a refusal", { role: "assistant", content: null, refusal: VIOLATES }],
  ])("blocks %s that only the messages contain", async (_name, message) => {
    const user = fresh();
    const structured_messages = [{ role: "user", content: user }, message];
    expect(await answerTo({ texts: [user], structured_messages })).toMatchObject({ action: "BLOCKED" });
  });

  it("blocks the definition of a tool", async () => {
    const tools = [{ type: "function", function: { name: "f", description: fresh(VIOLATES) } }];
    expect(await answerTo({ texts: [fresh()], tools })).toMatchObject({ action: "BLOCKED" });
  });

  it.each<[string, object]>([
    ["nothing", {}],
    ["empty texts", { texts: ["", ""], images: [], structured_messages: [] }],
  ])("returns NONE for %s, without the engine", async (_name, fields) => {
    const before = http.engine.requests.length;
    expect(await answerTo(fields)).toEqual({ action: "NONE", policy_ids: [], verdict_ids: [] });
    expect(http.engine.requests.length).toBe(before);
  });

  it("accepts as many texts as a long conversation has", async () => {
    const texts = Array.from({ length: 256 }, (_, index) => fresh(...(index === 200 ? [VIOLATES] : [])));
    expect((await answerTo({ texts })).action).toBe("BLOCKED");
    expect((await post({ texts: [...texts, "one more"] })).status).toBe(400);
  });

  it("uses the proxy's call id as the external id", async () => {
    await answerTo({ texts: [fresh(), fresh()], litellm_call_id: "call-77" });
    const { data } = (await (await http.call("/verdicts?external_id=call-77")).json()) as VerdictPage;
    expect(data.map(({ status }) => status)).toEqual(["completed", "completed"]);
  });
});

describe("content that is not judged never passes", () => {
  it.each([
    [OUTAGE, 503, "not_ready"],
    [FAILS, 422, "judging_failed"],
  ])("%s is %d", async (word, status, code) => {
    const response = await post({ texts: [fresh(), fresh(word)] });
    expect(response.status).toBe(status);
    expect((await problemOf(response)).code).toBe(code);
    expect(response.headers.get("retry-after")).toBe(status === 503 ? "5" : null);
  });

  it("is 503 when the time is over", async () => {
    const response = await post({ texts: [fresh(HANGS)] }, { headers: { prefer: "wait=1" } });
    expect(response.status).toBe(503);
    expect((await problemOf(response)).code).toBe("not_judged_in_time");
  });

  it("still blocks if another text violates", async () => {
    expect(await answerTo({ texts: [fresh(FAILS), fresh(VIOLATES)] })).toMatchObject({ action: "BLOCKED" });
  });

  it.each<[string, object, number, string]>([
    ["images", { texts: [fresh()], images: ["aGk="] }, 400, "content_unsupported"],
    [
      "an image in a message",
      { structured_messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "x" } }] }] },
      400,
      "content_unsupported",
    ],
    [
      "an audio part with a text in a message",
      {
        texts: ["x"],
        structured_messages: [
          {
            role: "user",
            content: [
              { type: "text", text: "x" },
              { type: "input_audio", input_audio: { data: "aGk=" } },
            ],
          },
        ],
      },
      400,
      "content_unsupported",
    ],
    ["an audio member", { texts: ["x"], audio: { data: "aGk=" } }, 400, "content_unsupported"],
    ["files", { texts: ["x"], files: ["aGk="] }, 400, "content_unsupported"],
    ["texts that are not a list", { texts: "x" }, 400, "invalid_request"],
    [
      "an unknown policy",
      { texts: ["x"], additional_provider_specific_params: { policy_id: "nowhere" } },
      404,
      "policy_not_found",
    ],
    [
      "an unknown version",
      { texts: ["x"], additional_provider_specific_params: { policy_id: "spam@9" } },
      404,
      "policy_version_not_found",
    ],
    [
      "a policy id that is an object",
      { texts: ["x"], additional_provider_specific_params: { policy_id: { a: 1 } } },
      400,
      "invalid_request",
    ],
  ])("%s: refused", async (_name, fields, status, code) => {
    const response = await post(fields);
    expect(response.status).toBe(status);
    expect((await problemOf(response)).code).toBe(code);
  });
});

describe("the key", () => {
  it("may come as X-API-Key, as LiteLLM sends it, on this path only", async () => {
    const headers = { "x-api-key": key };
    expect((await post({}, { key: null, headers })).status).toBe(200);
    expect((await http.call("/classify", { key: null, headers, json: {} })).status).toBe(401);
  });

  it("must be valid and have the scope", async () => {
    expect((await post({}, { key: null })).status).toBe(401);
    expect((await post({}, { key: null, headers: { "x-api-key": "wrong" } })).status).toBe(401);
    expect((await post({}, { key: null, headers: { "x-api-key": "two words" } })).status).toBe(401);
    // An Authorization header takes precedence.
    expect((await post({}, { key: "wrong", headers: { "x-api-key": key } })).status).toBe(401);
    expect((await post({}, { key: await http.createKey("verdicts:read") })).status).toBe(403);
  });
});

describe("without configured policies", () => {
  it("a request must name a policy", async () => {
    const bare = await startCompatService();
    try {
      const response = await bare.call(PATH, { json: requestOf({ texts: ["x"] }) });
      expect(response.status).toBe(400);
      expect((await problemOf(response)).errors?.[0]?.pointer).toBe(
        "/additional_provider_specific_params/policy_id",
      );
    } finally {
      await bare.stop();
    }
  });
});
