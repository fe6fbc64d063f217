import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type LabelResponse, labelResponseSchema } from "../../../schemas/label.ts";
import type { PolicyPage } from "../../../schemas/page.ts";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import { type HttpService, POLICY_2, problemOf } from "../http/service.ts";
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

const validate = compileValidator<LabelResponse>(labelResponseSchema);

let http: HttpService;
let key: string;
beforeAll(async () => {
  http = await startCompatService();
  await http.putPolicy("spam", TITLED_POLICY);
  await http.putPolicy("spam", POLICY_2);
  key = await http.createKey("classify");
});
afterAll(() => http.stop());
afterEach(() => http.engine.release());

function post(json: unknown, asKey = key, headers: Record<string, string> = {}): Promise<Response> {
  return http.call("/v1/label", { json, key: asKey, headers });
}

async function answerTo(json: object, asKey = key): Promise<LabelResponse> {
  const response = await post(json, asKey, { prefer: "wait=60" });
  const body: unknown = await response.json();
  const validation = validate(body);
  if (response.status !== 200 || !validation.ok) {
    throw new Error(`${response.status} ${JSON.stringify(body)}`);
  }
  return validation.value;
}

async function versionOf({ verdict_id: id }: LabelResponse): Promise<unknown> {
  return ((await (await http.call(`/verdicts/${id}`)).json()) as { policy: { version: number } }).policy
    .version;
}

describe("POST /v1/label", () => {
  it("labels with a stored policy", async () => {
    const violating = await answerTo({
      content_text: fresh(VIOLATES),
      labeler_id: "spam",
      labeler_version_id: "latest",
      model: "cope-latest",
    });
    expect(violating).toMatchObject({ label: "1", explanation: RATIONALE });
    expect(violating.confidence).toBeCloseTo(0.95, 2);
    const safe = await answerTo({ content_text: fresh(), labeler_id: "spam" });
    expect(safe.label).toBe("0");
    expect(safe.confidence).toBeCloseTo(0.9, 2);
  });

  it("labels a repeated request with the same Idempotency-Key once, and refuses another body", async () => {
    const json = { content_text: fresh(VIOLATES), labeler_id: "spam" };
    const headers = { prefer: "wait=60", "idempotency-key": "label-1" };
    const first = await post(json, key, headers);
    expect(first.headers.get("idempotent-replayed")).toBeNull();
    const label = await first.json();
    const again = await post({ labeler_id: "spam", content_text: json.content_text }, key, headers);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(await again.json()).toEqual(label);
    const other = await post({ ...json, labeler_id: "spam@1" }, key, headers);
    expect(other.status).toBe(409);
    expect((await problemOf(other)).code).toBe("idempotency_conflict");
    // On another route it is a different request.
    const classified = await http.call("/classify", {
      json: { content: fresh(), policy_id: "spam" },
      headers: { "idempotency-key": "label-1" },
      key,
    });
    expect(classified.status).toBe(200);
  });

  it("results in the score that Coop computes", async () => {
    // server/services/signalsService/signals/third_party_signals/zentropi/zentropiUtils.ts
    const scoreOf = ({ label, confidence }: LabelResponse): number =>
      Number(label) === 1 ? confidence : 1 - confidence;
    expect(
      scoreOf(await answerTo({ content_text: fresh(VIOLATES), labeler_version_id: "spam" })),
    ).toBeGreaterThan(0.8);
    expect(scoreOf(await answerTo({ content_text: fresh(), labeler_version_id: "spam@2" }))).toBeLessThan(
      0.2,
    );
  });

  it.each([
    [{ labeler_id: "spam" }, 1],
    [{ labeler_id: "spam", labeler_version_id: "latest" }, 1],
    [{ labeler_id: "spam", labeler_version_id: 2 }, 2],
    [{ labeler_id: "spam", labeler_version_id: "2" }, 2],
    [{ labeler_version_id: "spam@2" }, 2],
  ])("%j names version %d", async (labeler, version) => {
    expect(await versionOf(await answerTo({ content_text: fresh(), ...labeler }))).toBe(version);
  });

  it.each<[string, object, number, string]>([
    ["an unknown labeler", { labeler_id: "nowhere" }, 404, "policy_not_found"],
    ["a labeler of another service", { labeler_version_id: "lv_1:2" }, 404, "policy_not_found"],
    ["an unknown version", { labeler_id: "spam", labeler_version_id: 9 }, 404, "policy_version_not_found"],
    ["no labeler", {}, 400, "invalid_request"],
    ["both", { labeler_id: "spam", criteria_text: "# x" }, 400, "invalid_request"],
    ["an empty text", { labeler_id: "spam", content_text: "" }, 400, "invalid_request"],
    ["an image", { labeler_id: "spam", content_image: "aGk=" }, 400, "invalid_request"],
    ["a version that is an object", { labeler_id: "spam", labeler_version_id: {} }, 400, "invalid_request"],
  ])("refuses %s", async (_name, fields, status, code) => {
    const response = await post({ content_text: "x", ...fields });
    expect(response.status).toBe(status);
    expect((await problemOf(response)).code).toBe(code);
  });

  it("reports an archived policy as not found, which callers treat as final", async () => {
    await http.putPolicy("old", TITLED_POLICY);
    await http.call("/policies/old", { method: "DELETE" });
    const response = await post({ content_text: "x", labeler_id: "old" });
    expect(response.status).toBe(404);
    expect((await problemOf(response)).code).toBe("policy_not_found");
  });

  it("requires a valid key with the scope", async () => {
    const body = { content_text: "x", labeler_id: "spam" };
    expect((await post(body, "wrong")).status).toBe(401);
    expect((await post(body, await http.createKey("policies:read"))).status).toBe(403);
  });
});

describe("content that was not judged", () => {
  it.each([
    [OUTAGE, 503, "not_ready"],
    [FAILS, 422, "judging_failed"],
  ])("%s has no label: %d", async (word, status, code) => {
    const body = { content_text: fresh(word), labeler_id: "spam" };
    const response = await post(body, key, { prefer: "wait=60" });
    expect(response.status).toBe(status);
    expect((await problemOf(response)).code).toBe(code);
  });

  it("is 503 before the callers time out", async () => {
    const response = await fetch(`${http.url}/v1/label`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({ content_text: fresh(HANGS), labeler_id: "spam" }),
      signal: AbortSignal.timeout(5000),
    });
    expect(response.status).toBe(503);
    expect((await problemOf(response)).code).toBe("not_judged_in_time");
  });
});

describe("criteria_text", () => {
  const criteria = "---\ncategories: [{ code: SP2 }]\n---\n# House rules\n\nSP2 Offers of prizes.\n";

  it("is stored once as a policy named by its hash", async () => {
    const writer = await http.createKey("classify", "policies:write");
    const first = await answerTo({ content_text: fresh(VIOLATES), criteria_text: criteria }, writer);
    const second = await answerTo({ content_text: fresh(), criteria_text: criteria }, writer);
    expect([first.label, second.label]).toEqual(["1", "0"]);
    const { data } = (await (await http.call("/policies")).json()) as PolicyPage;
    const stored = data.filter(({ id }) => id.startsWith("adhoc-"));
    expect(stored).toEqual([
      expect.objectContaining({ id: expect.stringMatching(/^adhoc-[0-9a-f]{16}$/), latest_version: 1 }),
    ]);
    const id = stored[0]!.id;
    const text = await http.call(`/policies/${id}/versions/1`, { headers: { accept: "text/markdown" } });
    expect(await text.text()).toBe(criteria);

    // Archived and requested again.
    await http.call(`/policies/${id}`, { method: "DELETE" });
    expect((await answerTo({ content_text: fresh(), criteria_text: criteria }, writer)).label).toBe("0");

    // Another version under the same id is active, and is not used.
    await http.putPolicy(id, "# Something else\n\nX1 y.\n");
    await http.call(`/policies/${id}/activate`, { json: { version: 2 } });
    expect(await versionOf(await answerTo({ content_text: fresh(), criteria_text: criteria }, writer))).toBe(
      1,
    );
  });

  it("judges under criteria with targets without activating them, since they have not passed a gate", async () => {
    const writer = await http.createKey("classify", "policies:write");
    const aimed = criteria.replace("---\n", "---\ntargets: { recall: 0.9 }\n");
    const request = { content_text: fresh(VIOLATES), criteria_text: aimed };
    const first = await answerTo(request, writer);
    expect(first.label).toBe("1");
    expect(await versionOf(await answerTo({ ...request, content_text: fresh() }, writer))).toBe(1);
    const record = (await (await http.call(`/verdicts/${first.verdict_id}`)).json()) as VerdictRecord;
    const { id } = record.policy;
    expect(await (await http.call(`/policies/${id}`)).json()).toMatchObject({
      active_version: null,
      latest_version: 1,
    });
    const others = await post({ content_text: fresh(), labeler_id: id });
    expect((await problemOf(others)).code).toBe("policy_not_active");
    const activated = await http.call(`/policies/${id}/activate`, { json: { version: 1 } });
    expect((await problemOf(activated)).code).toBe("activation_refused");
  });

  it("needs the scope policies:write", async () => {
    const response = await post({ content_text: "x", criteria_text: criteria });
    expect(response.status).toBe(403);
    expect((await problemOf(response)).detail).toContain("policies:write");
  });

  it("must be a policy", async () => {
    const writer = await http.createKey("classify", "policies:write");
    for (const text of ["   ", "a\u0000b", "---\noutput_schema: {}\n---\n# x\n"]) {
      const response = await post({ content_text: "x", criteria_text: text }, writer);
      expect(response.status).toBe(422);
      expect((await problemOf(response)).code).toBe("invalid_policy");
    }
  });
});
