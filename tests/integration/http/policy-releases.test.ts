import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ActivationPage, activationPageSchema } from "../../../schemas/activation.ts";
import type { PolicyPage } from "../../../schemas/page.ts";
import { type PolicyDiff, policyDiffSchema } from "../../../schemas/policy-diff.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import { ADMIN_KEY, HttpService, POLICY, POLICY_2, problemOf } from "./service.ts";

let http: HttpService;
beforeAll(async () => {
  http = await HttpService.start();
});
afterAll(() => http.stop());

function checked<T>(schema: object, value: unknown): T {
  const validation = compileValidator<T>(schema)(value);
  if (!validation.ok) throw new Error(JSON.stringify(validation.faults));
  return validation.value;
}

const putDraft = (id: string, text: string): Promise<Response> =>
  http.call(`/policies/${id}?draft=true`, {
    method: "PUT",
    body: text,
    headers: { "content-type": "text/markdown" },
  });

describe("drafts", () => {
  it("are stored and listed, and judge nothing until they are activated", async () => {
    const stored = await putDraft("drafted", POLICY);
    expect(stored.status).toBe(201);
    expect(await stored.json()).toMatchObject({ version: 1, active: false });
    const { data } = (await (await http.call("/policies")).json()) as PolicyPage;
    expect(data.find(({ id }) => id === "drafted")).toMatchObject({
      active_version: null,
      latest_version: 1,
    });

    const classify = (more: object = {}): Promise<Response> =>
      http.call("/classify", { json: { content: "x", policy_id: "drafted", ...more } });
    const refused = await problemOf(await classify());
    expect(refused).toMatchObject({ status: 409, code: "policy_not_active" });
    expect(refused.detail).toContain("drafted");
    expect((await classify({ policy_version: 1 })).status).toBe(200);
    const batch = { body: '{"content": "x"}\n', headers: { "content-type": "application/jsonl" } };
    expect((await problemOf(await http.call("/batches?policy_id=drafted", batch))).code).toBe(
      "policy_not_active",
    );
    const moderation = await http.call("/v1/moderations", { json: { input: "x", model: "drafted" } });
    expect(moderation.status).toBe(409);

    await http.call("/policies/drafted/activate", { json: { version: 1 } });
    expect((await classify()).status).toBe(200);
  });

  it("refuse an unknown parameter without storing anything", async () => {
    const response = await http.call("/policies/undrafted?drafts=true", {
      method: "PUT",
      body: POLICY,
      headers: { "content-type": "text/markdown" },
    });
    expect((await problemOf(response)).errors?.[0]?.pointer).toBe("/drafts");
    expect((await http.call("/policies/undrafted")).status).toBe(404);
  });
});

describe("releases", () => {
  it("roll back, and keep the history with its reasons", async () => {
    await http.putPolicy("released");
    await http.putPolicy("released", POLICY_2);
    const none = await http.call("/policies/released/rollback", { json: {} });
    expect(await problemOf(none)).toMatchObject({ status: 409, code: "no_earlier_version" });
    await http.call("/policies/released/activate", { json: { version: 2, reason: "wider" } });
    const back = await http.call("/policies/released/rollback", { json: { reason: "too wide" } });
    expect(await back.json()).toMatchObject({ active_version: 1 });
    expect(back.headers.get("etag")).toBe((await http.call("/policies/released")).headers.get("etag"));

    const response = await http.call("/policies/released/activations");
    const { data } = checked<ActivationPage>(activationPageSchema, await response.json());
    expect(data.map(({ kind, to_version, reason }) => [kind, to_version, reason])).toEqual([
      ["rollback", 1, "too wide"],
      ["activate", 2, "wider"],
      ["upload", 1, null],
    ]);
    expect(new Set(data.map(({ key_id }) => key_id)).size).toBe(1);
    expect(JSON.stringify(data)).not.toContain(ADMIN_KEY);
    expect((await problemOf(await http.call("/policies/nowhere/activations"))).code).toBe("policy_not_found");
    const empty = { json: { reason: "  " } };
    expect((await problemOf(await http.call("/policies/released/rollback", empty))).code).toBe(
      "invalid_request",
    );
  });

  it("show what two versions change", async () => {
    await http.putPolicy("compared");
    await http.putPolicy("compared", POLICY_2);
    const response = await http.call("/policies/compared/diff?from=1&to=2");
    const diff = checked<PolicyDiff>(policyDiffSchema, await response.json());
    expect(diff).toMatchObject({ from: { version: 1 }, to: { version: 2 } });
    expect(diff.text).toContain("-SP2 Spam: offers of prizes.\n+SP2 Spam: offers of prizes or money.\n");
    for (const [query, code] of [
      ["from=1", "invalid_request"],
      ["from=1&to=x", "invalid_request"],
      ["from=1&to=3", "policy_version_not_found"],
    ]) {
      expect((await problemOf(await http.call(`/policies/compared/diff?${query}`))).code).toBe(code);
    }
  });
});
