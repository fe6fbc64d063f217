import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Webhook,
  type WebhookDelivery,
  type WebhookDeliveryPage,
  webhookDeliveryPageSchema,
  type WebhookPage,
  webhookPageSchema,
  type WebhookWithSecret,
  webhookWithSecretSchema,
} from "../../../schemas/webhook.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import { verifies, WebhookReceiver } from "../../helpers/webhook-receiver.ts";
import { type CliOutcome, HttpService, problemOf } from "../http/service.ts";
import { eventually } from "../../helpers/eventually.ts";

const NOWHERE = "019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10";

/** Two services: one that may reach the receiver on loopback, one with the rules for the public Internet. */
let http: HttpService;
let strict: HttpService;
let receiver: WebhookReceiver;

beforeAll(async () => {
  receiver = await WebhookReceiver.start();
  http = await HttpService.start({ GAVEL_WEBHOOK_ALLOW_PRIVATE: "true" });
  strict = await HttpService.start();
  for (const id of ["spam", "hate"]) await http.putPolicy(id);
});
afterAll(async () => {
  await http.stop();
  await strict.stop();
  await receiver.stop();
});

async function create(body: object): Promise<WebhookWithSecret> {
  const response = await http.call("/webhooks", { json: body });
  expect(response.status).toBe(201);
  const created = (await response.json()) as WebhookWithSecret;
  expect(compileValidator(webhookWithSecretSchema)(created)).toMatchObject({ ok: true });
  expect(response.headers.get("location")).toBe(`/webhooks/${created.id}`);
  return created;
}

async function deliveriesOf(id: string): Promise<readonly WebhookDelivery[]> {
  const page: unknown = await (await http.call(`/webhooks/${id}/deliveries`)).json();
  expect(compileValidator(webhookDeliveryPageSchema)(page)).toMatchObject({ ok: true });
  return (page as WebhookDeliveryPage).data;
}

describe("a webhook over HTTP", () => {
  it("receives judged records, and shows its secret once", async () => {
    const { id, secret } = await create({ url: receiver.url, description: "forum", policy_ids: ["spam"] });
    const classified = await http.call("/classify", {
      json: { content: "hello there", policy_id: "spam", external_id: "post-1" },
    });
    const record: unknown = await classified.json();
    await eventually(() => expect(receiver.received).toHaveLength(1));
    const [received] = receiver.received;
    expect(verifies(secret, received!)).toBe(true);
    expect(received?.event).toMatchObject({ type: "verdict.completed", data: record });
    expect(received?.headers["user-agent"]).toMatch(/^Gavel\/\d/);
    await eventually(async () => expect(await deliveriesOf(id)).toMatchObject([{ status: "delivered" }]));

    const listed = await (await http.call("/webhooks")).text();
    expect(compileValidator<WebhookPage>(webhookPageSchema)(JSON.parse(listed))).toMatchObject({ ok: true });
    const one = await (await http.call(`/webhooks/${id}`)).text();
    for (const text of [listed, one, http.log]) expect(text).not.toContain(secret.slice("whsec_".length));
    expect(JSON.parse(one)).toMatchObject({ id, description: "forum", policy_ids: ["spam"], enabled: true });

    const metrics = await (await http.call("/metrics")).text();
    expect(metrics).toContain('gavel_webhook_deliveries_total{outcome="delivered"} 1');
    expect(metrics).toContain("gavel_webhook_pending 0");

    const rotated = (await (
      await http.call(`/webhooks/${id}/rotate-secret`, { method: "POST" })
    ).json()) as WebhookWithSecret;
    expect(rotated.previous_secret_expires_at).not.toBeNull();
    const test = await http.call(`/webhooks/${id}/test`, { method: "POST" });
    expect(test.status).toBe(202);
    await eventually(() => expect(receiver.received).toHaveLength(2));
    expect(receiver.received[1]?.event.type).toBe("webhook.test");
    for (const key of [secret, rotated.secret]) expect(verifies(key, receiver.received[1]!)).toBe(true);

    expect((await http.call(`/webhooks/${id}`, { method: "DELETE" })).status).toBe(204);
    expect((await problemOf(await http.call(`/webhooks/${id}`))).code).toBe("webhook_not_found");
  });

  it("is changed only in the given properties", async () => {
    const { id, secret: _, ...webhook } = await create({ url: receiver.url, violation: 1 });
    const patch = async (json: unknown): Promise<Webhook> =>
      (await (await http.call(`/webhooks/${id}`, { method: "PATCH", json })).json()) as Webhook;
    const { updated_at: __, ...unchanged } = webhook;
    expect(await patch({ enabled: false })).toMatchObject({
      ...unchanged,
      enabled: false,
      disabled_reason: "request",
    });
    expect(await patch({ violation: null, policy_ids: ["hate"], enabled: true })).toMatchObject({
      ...unchanged,
      violation: null,
      policy_ids: ["hate"],
    });
    expect(await patch({ url: `${receiver.url}/other` })).toMatchObject({ url: `${receiver.url}/other` });
    await http.call(`/webhooks/${id}`, { method: "DELETE" });
  });

  it("is refused for a policy that does not exist, which is named", async () => {
    const { id } = await create({ url: receiver.url });
    for (const [method, path, policies] of [
      ["POST", "/webhooks", ["spam", "spamm"]],
      ["PATCH", `/webhooks/${id}`, ["spamm"]],
    ] as const) {
      const json = { ...(method === "POST" ? { url: receiver.url } : {}), policy_ids: policies };
      const problem = await problemOf(await http.call(path, { method, json }));
      expect(problem).toMatchObject({
        code: "policy_not_found",
        detail: expect.stringContaining("spamm"),
        errors: [{ pointer: `/policy_ids/${policies.length - 1}` }],
      });
    }
    expect(await (await http.call(`/webhooks/${id}`)).json()).toMatchObject({ policy_ids: null });
    await http.call(`/webhooks/${id}`, { method: "DELETE" });
  });

  it.each([
    ["POST", {}, "/url"],
    ["POST", { url: "" }, "/url"],
    ["POST", { url: `https://example.com/${"x".repeat(3000)}` }, "/url"],
    ["POST", { url: "https://example.com/", violation: 2 }, "/violation"],
    ["POST", { url: "https://example.com/", policy_ids: [] }, "/policy_ids"],
    ["POST", { url: "https://example.com/", policy_ids: ["A B"] }, "/policy_ids/0"],
    ["POST", { url: "https://example.com/", secret: "mine" }, "/secret"],
    ["PATCH", {}, ""],
    ["PATCH", { enabled: "yes" }, "/enabled"],
    ["PATCH", { url: null }, "/url"],
  ])("is refused by %s of %j", async (method, json, pointer) => {
    const path = method === "POST" ? "/webhooks" : `/webhooks/${NOWHERE}`;
    const problem = await problemOf(await http.call(path, { method, json }));
    expect(problem.code).toBe("invalid_request");
    expect(problem.errors?.map((error) => error.pointer)).toContain(pointer);
  });

  it.each([
    "http://example.com/",
    "https://user:hunter2@example.com/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:169.254.169.254]/",
    "https://2130706433/",
    "https://localhost/",
    "https://10.0.0.8:8443/",
    "https://metadata.google.internal/",
  ])("must not have the address %s", async (url) => {
    const problem = await problemOf(await strict.call("/webhooks", { json: { url } }));
    expect(problem).toMatchObject({ code: "webhook_url_refused", errors: [{ pointer: "/url" }] });
    expect(JSON.stringify(problem)).not.toContain("hunter2");
    const { id } = (await (
      await strict.call("/webhooks", { json: { url: "https://hooks.example.com/" } })
    ).json()) as Webhook;
    const changed = await strict.call(`/webhooks/${id}`, { method: "PATCH", json: { url } });
    expect((await problemOf(changed)).code).toBe("webhook_url_refused");
    await strict.call(`/webhooks/${id}`, { method: "DELETE" });
  });

  it("is not found under unknown ids", async () => {
    for (const id of [NOWHERE, "none", "%00", "..%2F", "x".repeat(2000)]) {
      for (const [method, path] of [
        ["GET", `/webhooks/${id}`],
        ["DELETE", `/webhooks/${id}`],
        ["POST", `/webhooks/${id}/test`],
        ["POST", `/webhooks/${id}/rotate-secret`],
        ["POST", `/webhooks/${id}/replay`],
        ["GET", `/webhooks/${id}/deliveries`],
      ] as const) {
        expect((await problemOf(await http.call(path, { method }))).code, path).toBe("webhook_not_found");
      }
      const replay = await http.call(`/webhooks/deliveries/${id}/replay`, { method: "POST" });
      expect((await problemOf(replay)).code).toBe("webhook_delivery_not_found");
    }
  });

  it("pages its deliveries, and refuses an invalid query", async () => {
    const { id } = await create({ url: receiver.url });
    for (let count = 0; count < 3; count += 1) await http.call(`/webhooks/${id}/test`, { method: "POST" });
    await eventually(async () =>
      expect((await deliveriesOf(id)).map(({ status }) => status)).toEqual(Array(3).fill("delivered")),
    );
    const page = async (query: string): Promise<WebhookDeliveryPage> =>
      (await (await http.call(`/webhooks/${id}/deliveries?${query}`)).json()) as WebhookDeliveryPage;
    const first = await page("limit=2&status=delivered");
    const second = await page(`limit=2&status=delivered&after=${first.next_cursor}`);
    expect([...first.data, ...second.data]).toEqual(await deliveriesOf(id));
    expect(second.next_cursor).toBeNull();
    expect((await page("status=dead")).data).toEqual([]);
    for (const [query, code] of [
      ["status=lost", "invalid_request"],
      ["limit=0", "invalid_request"],
      ["x=1", "invalid_request"],
      ["after=x", "invalid_cursor"],
    ]) {
      expect((await problemOf(await http.call(`/webhooks/${id}/deliveries?${query}`))).code).toBe(code);
    }
    await http.call(`/webhooks/${id}`, { method: "DELETE" });
  });

  it("is limited to a hundred", async () => {
    const there = ((await (await strict.call("/webhooks")).json()) as WebhookPage).data.length;
    const json = { url: "https://hooks.example.com/" };
    for (let count = there; count < 100; count += 1) {
      expect((await strict.call("/webhooks", { json })).status).toBe(201);
    }
    const problem = await problemOf(await strict.call("/webhooks", { json }));
    expect(problem).toMatchObject({ code: "webhook_limit_reached", status: 409 });
  });
});

describe("gavel webhooks", () => {
  const gavel = (...argv: string[]): Promise<CliOutcome> => http.gavel(argv);

  it("creates, lists, tests, shows deliveries, replays and deletes", async () => {
    receiver.received.length = 0;
    const created = await gavel(
      "webhooks",
      "create",
      receiver.url,
      "--policy",
      "spam,hate",
      "--violation",
      "1",
    );
    expect(created).toMatchObject({ code: 0, stdout: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=\n$/) });
    const id = /Webhook (\S+):/.exec(created.stderr)?.[1] ?? "";
    expect((await gavel("webhooks", "list")).stdout).toMatch(
      new RegExp(`^${id} +on +spam,hate +1 +${receiver.url}$`, "m"),
    );
    const tested = await gavel("webhooks", "test", id, "--json");
    const { id: delivery } = JSON.parse(tested.stdout) as WebhookDelivery;
    await eventually(async () =>
      expect((await gavel("webhooks", "deliveries", id)).stdout).toMatch(
        new RegExp(`^${delivery} +webhook.test +delivered +1`, "m"),
      ),
    );
    expect((await gavel("webhooks", "deliveries", id, "--status", "dead")).stdout.split("\n")).toHaveLength(
      2,
    );
    expect((await gavel("webhooks", "replay", "--delivery", delivery)).stdout).toContain("queued again");
    await eventually(() => expect(receiver.ids).toEqual([delivery, delivery]));
    expect((await gavel("webhooks", "replay", id)).stdout).toBe("0 deliveries are queued again.\n");
    expect(await gavel("webhooks", "delete", id)).toMatchObject({ code: 0 });
    expect((await gavel("webhooks", "delete", id)).code).not.toBe(0);
  });

  it.each([
    ["create"],
    ["create", "https://example.com/", "--violation", "2"],
    ["test", "../keys"],
    ["deliveries", NOWHERE, "--status", "lost"],
    ["replay"],
    ["replay", NOWHERE, "--delivery", NOWHERE],
    ["delete", "x"],
  ])("refuses %j", async (...argv) => {
    expect(await gavel("webhooks", ...argv)).toMatchObject({ code: 2, stdout: "" });
  });
});
