import type { WebhookEvent } from "../../schemas/webhook.ts";
import type { AttemptResult, ClaimedDelivery } from "./webhook-store.ts";
import { parseRetryAfter, retryDelayMs } from "./retry-schedule.ts";
import { type ReceiverResponse, type Sender, SendError } from "./send.ts";
import { signedHeaders } from "./signature.ts";
import { testRecord } from "./test-record.ts";
import { parseWebhookUrl, type UrlRules } from "./receiver-url.ts";

export interface DeliverOptions {
  readonly sender: Pick<Sender, "send">;
  readonly rules: UrlRules;
  readonly retryDelaysMs: readonly number[];
  readonly userAgent: string;
}

/** Makes one attempt at one delivery. Never rejects: every failure is a result. */
export async function deliver(
  claimed: ClaimedDelivery,
  { sender, rules, retryDelaysMs, userAgent }: DeliverOptions,
  signal: AbortSignal,
): Promise<AttemptResult> {
  const retryOrDead = (
    failure: Extract<AttemptResult, { outcome: "retry" }>["failure"],
    retryAfterMs: number | null = null,
  ): AttemptResult => {
    const delayMs = retryDelayMs(claimed.attempt, retryAfterMs, retryDelaysMs);
    return delayMs === null ? { outcome: "dead", failure } : { outcome: "retry", failure, delayMs };
  };
  // The rules may have become stricter since the endpoint was registered.
  const parsed = parseWebhookUrl(claimed.url, rules);
  if ("refused" in parsed) return retryOrDead({ error: "address_refused", statusCode: null });
  const sentAt = new Date();
  const body = JSON.stringify(eventOf(claimed));
  try {
    const headers = {
      "Content-Type": "application/json",
      "User-Agent": userAgent,
      ...signedHeaders({ id: claimed.id, payload: body, sentAt }, claimed.secrets),
    };
    const response = await sender.send({ url: parsed.url, headers, body }, signal);
    return resultOf(response);
  } catch (error) {
    const reason = error instanceof SendError ? error.reason : "connection_failed";
    if (reason === "aborted") return { outcome: "released" };
    return retryOrDead({ error: reason, statusCode: null });
  }

  function resultOf({ statusCode, retryAfter }: ReceiverResponse): AttemptResult {
    if (statusCode >= 200 && statusCode < 300) return { outcome: "delivered", statusCode };
    if (statusCode === 410) return { outcome: "gone", failure: { error: "gone", statusCode } };
    const error = statusCode >= 300 && statusCode < 400 ? "redirect" : "status";
    return retryOrDead({ error, statusCode }, parseRetryAfter(retryAfter, new Date()));
  }
}

/** The payload in the form of Standard Webhooks. Records contain no content or reasoning. */
function eventOf({ type, record, createdAt }: ClaimedDelivery): WebhookEvent {
  return { type, timestamp: createdAt.toISOString(), data: record ?? testRecord(createdAt) };
}
