import type { Schemas } from "../../../../packages/client/src/client.ts";

export type Webhook = Schemas["Webhook"];
export type Delivery = Schemas["WebhookDelivery"];

/** Whether an endpoint receives events, or why not. */
export function webhookState({ enabled, disabled_reason: reason }: Webhook): string {
  if (enabled) return "Receives events";
  return reason === "gone" ? "Stopped: the receiver returned 410 Gone" : "Paused";
}

/** Which events an endpoint receives. */
export function webhookFilter({ policy_ids: policies, violation }: Webhook): string {
  const which = policies === null ? "all policies" : policies.join(", ");
  if (violation === null) return `All outcomes of ${which}`;
  return violation === 1 ? `Violations of ${which}` : `No violation, ${which}`;
}

export const DELIVERY_STATUS: Readonly<Record<Delivery["status"], string>> = {
  pending: "Pending",
  delivered: "Delivered",
  dead: "Given up",
};

const ERRORS: Readonly<Record<NonNullable<Delivery["last_error"]>, string>> = {
  status: "The response was not 2xx",
  redirect: "The receiver redirects, which is not followed",
  gone: "The receiver returned 410 Gone",
  timeout: "No response within 15 seconds",
  address_refused: "The name resolves to no public address",
  unresolvable: "The name cannot be resolved",
  connection_failed: "The connection failed",
};

/** The result of the last attempt. */
export function deliveryResult({ last_error: error, last_status_code: code, attempts }: Delivery): string {
  if (attempts === 0) return "not attempted yet";
  if (error === null) return code === null ? "–" : String(code);
  return code === null ? ERRORS[error] : `${code}: ${ERRORS[error]}`;
}
