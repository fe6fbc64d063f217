import { afterAll, beforeAll, expect, it } from "vitest";
import type { ApiKeyPage } from "../../../../schemas/api-key.ts";
import type { AuditPage } from "../../../../schemas/audit.ts";
import { type KeySessionPage, keySessionPageSchema } from "../../../../schemas/session.ts";
import { compileValidator } from "../../../../schemas/validate.ts";
import { ADMIN_KEY, HttpService, problemOf } from "../service.ts";
import { Browser } from "./browser.ts";

let http: HttpService;
beforeAll(async () => {
  http = await HttpService.start({ GAVEL_KEY_REQUESTS_PER_MINUTE: "60" });
});
afterAll(() => http.stop());

async function sessionsOf(keyId: string, from: HttpService | Browser = http): Promise<KeySessionPage> {
  const response = await from.call(`/keys/${keyId}/sessions`);
  const validation = compileValidator<KeySessionPage>(keySessionPageSchema)(await response.json());
  if (!validation.ok) throw new Error(JSON.stringify(validation.faults));
  return validation.value;
}

it("lists the sessions of a key without anything that signs in, and ends one of them", async () => {
  const { id, key } = await http.service.parts.stores.keys.create("analyst", ["verdicts:read"]);
  expect((await sessionsOf(id)).data).toEqual([]);
  const kept = await Browser.signIn(http, { api_key: key });
  const ended = await Browser.signIn(http, { api_key: key });
  const [latest] = (await sessionsOf(id)).data;
  const response = await http.call(`/keys/${id}/sessions/${latest?.id}`, { method: "DELETE" });
  expect(response.status).toBe(204);
  expect((await ended.call("/verdicts")).status).toBe(401);
  expect((await kept.call("/verdicts")).status).toBe(200);
  expect((await http.call("/verdicts", { key })).status).toBe(200);
  const again = await http.call(`/keys/${id}/sessions/${latest?.id}`, { method: "DELETE" });
  expect(await problemOf(again)).toMatchObject({ status: 404, code: "not_found" });
  const entries = (await (await http.call("/audit?action=session.ended")).json()) as AuditPage;
  expect(entries.data).toMatchObject([{ subject: `/keys/${id}/sessions`, detail: { session: latest?.id } }]);
  expect(entries.data[0]?.actor).not.toBe(id);
});

it("marks the session that asks, and does not end a session through another key", async () => {
  const administrator = await Browser.signIn(http, { api_key: ADMIN_KEY });
  const { data: keys } = (await (await http.call("/keys")).json()) as ApiKeyPage;
  const environment = keys.find(({ name }) => name === "environment")?.id ?? "";
  const [own] = (await sessionsOf(environment, administrator)).data;
  expect(own?.current).toBe(true);
  expect((await sessionsOf(environment)).data[0]?.current).toBe(false);
  const { id } = await http.service.parts.stores.keys.create("other", ["verdicts:read"]);
  const wrong = await http.call(`/keys/${id}/sessions/${own?.id}`, { method: "DELETE" });
  expect((await problemOf(wrong)).code).toBe("not_found");
  for (const path of [`/keys/${id}/sessions/none`, `/keys/${id}/sessions/%00`]) {
    expect((await http.call(path, { method: "DELETE" })).status).toBe(404);
  }
  expect((await administrator.call("/session")).status).toBe(200);
});

it("lists the limits of each key", async () => {
  const { data } = (await (await http.call("/keys")).json()) as ApiKeyPage;
  expect(data[0]?.limits).toEqual({
    weight: 1,
    requests_per_minute: 60,
    concurrent_requests: expect.any(Number),
    queue_share_percent: expect.any(Number),
  });
});
