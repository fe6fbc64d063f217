import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import { type WebhookWithSecret, webhookEventSchema } from "../../../schemas/webhook.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import { eventually } from "../../helpers/eventually.ts";
import { SseConnection } from "../../helpers/sse-client.ts";
import { verifies, WebhookReceiver } from "../../helpers/webhook-receiver.ts";
import { ADMIN_KEY, HttpService } from "./service.ts";

let http: HttpService;
let receiver: WebhookReceiver;

beforeAll(async () => {
  receiver = await WebhookReceiver.start();
  http = await HttpService.start({ GAVEL_WEBHOOK_ALLOW_PRIVATE: "true" });
  await http.putPolicy("spam");
});
afterAll(async () => {
  await http?.stop();
  await receiver?.stop();
});

async function recordOf(id: string): Promise<VerdictRecord> {
  return (await (await http.call(`/verdicts/${id}`)).json()) as VerdictRecord;
}

/** What reviewers do with an item, and the state that follows. */
const STEPS = [
  ["decision", { decision: "overturn", violation: 1, reason: "An offer." }, "overturned"],
  ["undo", {}, "needs_review"],
  ["decision", { decision: "agree" }, "agreed"],
] as const;

describe("a change of a review", () => {
  it("is sent to webhooks, signed, and to the stream, each with the current record", async () => {
    const created = await http.call("/webhooks", { json: { url: receiver.url } });
    const { secret } = (await created.json()) as WebhookWithSecret;
    const stream = await SseConnection.open(`${http.url}/verdicts/stream`, { key: ADMIN_KEY });
    try {
      expect(await stream.block()).toMatchObject({ data: null });
      const classified = await http.call("/classify", { json: { content: "a text", policy_id: "spam" } });
      const { id } = (await classified.json()) as VerdictRecord;
      expect(await stream.next()).toMatchObject({ event: "verdict" });

      const expected: VerdictRecord[] = [];
      await http.call(`/reviews/${id}/claim`, { json: { reviewer: "Ann" } });
      for (const [step, body, state] of STEPS) {
        const done = await http.call(`/reviews/${id}/${step}`, { json: { ...body, reviewer: "Ann" } });
        expect(done.status, await done.text()).toBe(200);
        expected.push(await recordOf(id));
        expect(expected.at(-1)?.review).toMatchObject({ state });
      }
      await http.call(`/verdicts/${id}/appeals`, { json: { complaint: "It is mine." } });
      expected.push(await recordOf(id));

      const states = expected.map(({ review }) => review?.state);
      const streamed: VerdictRecord[] = [];
      while (streamed.at(-1)?.review?.appeals !== 1) {
        const message = await stream.next();
        expect(message?.event).toBe("review");
        streamed.push(JSON.parse(message?.data ?? "") as VerdictRecord);
      }
      // The stream sends the newest state: changes that follow each other quickly may be one event.
      expect(states).toEqual(expect.arrayContaining(streamed.map(({ review }) => review?.state)));
      expect(streamed.at(-1)).toEqual(expected.at(-1));

      const changes = () => receiver.received.filter(({ event }) => event.type === "review.changed");
      const sent = () => changes().map(({ event }) => event.data as VerdictRecord);
      await eventually(() => expect(changes().length).toBeGreaterThanOrEqual(expected.length));
      await eventually(() => expect(sent()).toContainEqual(expected.at(-1)));
      for (const change of changes()) {
        expect(verifies(secret, change)).toBe(true);
        expect(compileValidator(webhookEventSchema)(change.event)).toMatchObject({ ok: true });
        expect(change.body).not.toMatch(/An offer\.|It is mine\.|Ann/);
      }
      // A delivery has the record as it is when it is sent.
      expect(states).toEqual(expect.arrayContaining(sent().map(({ review }) => review?.state)));
    } finally {
      stream.drop();
    }
  });
});
