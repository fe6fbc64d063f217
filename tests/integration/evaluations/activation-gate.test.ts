import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ActivationPage } from "../../../schemas/activation.ts";
import type { AuditPage } from "../../../schemas/audit.ts";
import type { Evaluation } from "../../../schemas/evaluation.ts";
import { eventually } from "../../helpers/eventually.ts";
import { ReadingEngine } from "../http/reading-engine.ts";
import { HttpService, problemOf } from "../http/service.ts";

/** Finds each "WIN", unless the policy is blind. */
const reader = (): ReadingEngine =>
  new ReadingEngine((text, content) => {
    const violates = !text.includes("BLIND") && content.includes("WIN");
    return {
      violation: violates ? 1 : 0,
      policy_category: violates ? "SP2" : null,
      rationale: "As the test says.",
    };
  });

const policy = (words: string, targets = ""): string => `---
${targets}categories: [{ code: SP2 }]
---
# Spam

SP2 Offers of prizes. ${words}
`;
const TARGETS = "targets: { recall: 0.9 }\n";

const GOLDEN = Array.from({ length: 12 }, (_, index) =>
  JSON.stringify({ id: `item-${index}`, content: `WIN number ${index}`, violation: 1 }),
).join("\n");

let http: HttpService;
beforeAll(async () => {
  http = await HttpService.start({}, reader());
  const headers = { "content-type": "application/jsonl" };
  await http.call("/golden-sets/prizes", { method: "PUT", body: GOLDEN, headers });
});
afterAll(() => http.stop());

async function evaluate(id: string, version: number): Promise<void> {
  const json = { version, golden_set: "prizes" };
  const started = await http.call(`/policies/${id}/evaluations`, { json });
  const { id: evaluation } = (await started.json()) as Evaluation;
  await eventually(async () => {
    const { status } = (await (await http.call(`/evaluations/${evaluation}`)).json()) as Evaluation;
    expect(status).toBe("completed");
  });
}

const activate = (id: string, json: object): Promise<Response> =>
  http.call(`/policies/${id}/activate`, { json });

async function reasonsOf(response: Response): Promise<readonly string[]> {
  const problem = await problemOf(response);
  expect(problem).toMatchObject({ status: 409, code: "activation_refused" });
  return (problem.errors ?? []).map(({ message }) => message);
}

describe("the gate on activation", () => {
  it("refuses a version with targets until an evaluation meets them, or the activation is forced with a reason", async () => {
    expect(await http.putVersion("aimed", policy("Plain.", TARGETS))).toMatchObject({ active: false });
    expect(await reasonsOf(await activate("aimed", { version: 1 }))).toEqual([
      expect.stringContaining("no finished evaluation"),
    ]);
    await evaluate("aimed", 1);
    expect((await activate("aimed", { version: 1 })).status).toBe(200);

    await http.putVersion("aimed", policy("BLIND.", TARGETS));
    await evaluate("aimed", 2);
    const asked = await http.call("/policies/aimed/versions/2/gate");
    expect(await asked.json()).toEqual({
      version: 2,
      active_version: 1,
      open: false,
      reasons: [expect.stringMatching(/^recall is 0\.000/), expect.stringContaining("a significant loss")],
    });
    expect(await (await http.call("/policies/aimed/versions/1/gate")).json()).toMatchObject({
      open: true,
      reasons: [],
    });
    expect((await http.call("/policies/aimed/versions/9/gate")).status).toBe(404);
    expect(await reasonsOf(await activate("aimed", { version: 2 }))).toEqual([
      expect.stringMatching(/^recall is 0\.000/),
      expect.stringContaining("a significant loss"),
    ]);
    expect(await (await http.call("/policies/aimed")).json()).toMatchObject({ active_version: 1 });

    const silent = await problemOf(await activate("aimed", { version: 2, force: true }));
    expect(silent).toMatchObject({ code: "invalid_request", errors: [{ pointer: "/reason" }] });
    const forced = { version: 2, force: true, reason: "the golden set is out of date" };
    expect((await activate("aimed", forced)).status).toBe(200);
    const { data } = (await (await http.call("/policies/aimed/activations")).json()) as ActivationPage;
    expect(data[0]).toMatchObject({ to_version: 2, forced: true, reason: forced.reason });
    expect(data[0]?.refusals).toHaveLength(2);
    const audit = (await (await http.call("/audit?subject=/policies/aimed")).json()) as AuditPage;
    expect(audit.data.slice(0, 2)).toMatchObject([
      { action: "policy.activated", detail: { version: 2, before: 1, reason: forced.reason } },
      {
        action: "policy.gate_forced",
        detail: { version: 2, reason: forced.reason, refusals: data[0]?.refusals },
      },
    ]);
    expect((await http.call("/policies/aimed/rollback", { json: {} })).status).toBe(200);
  });

  it("requires no evaluation without targets, and refuses a significant loss", async () => {
    await http.putVersion("free", policy("Plain."));
    await http.putVersion("free", policy("Almost plain."));
    expect((await activate("free", { version: 2 })).status).toBe(200);
    await http.putVersion("free", policy("BLIND."));
    await evaluate("free", 3);
    expect((await activate("free", { version: 3 })).status).toBe(200);
    expect((await activate("free", { version: 2 })).status).toBe(200);
    await evaluate("free", 2);
    expect(await reasonsOf(await activate("free", { version: 3 }))).toEqual([
      expect.stringContaining("a significant loss"),
    ]);
  });

  it("restores a policy without an active version if the uploaded document has targets", async () => {
    await http.putVersion("restored", policy("Plain."));
    await http.call("/policies/restored", { method: "DELETE" });
    expect(await http.putVersion("restored", policy("Plain.", TARGETS))).toMatchObject({ active: false });
    expect(await (await http.call("/policies/restored")).json()).toMatchObject({
      archived: false,
      active_version: null,
    });
  });
});
