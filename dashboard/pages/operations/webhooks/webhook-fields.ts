import type { Schemas } from "../../../../packages/client/src/client.ts";
import type { Webhook } from "./webhook.ts";

/** An endpoint as it is entered in the form. */
export interface WebhookFields {
  readonly url: string;
  /** Ids, separated by commas. */
  readonly policies: string;
  readonly violation: "all" | "0" | "1";
  readonly description: string;
}

export function formOf(webhook: Webhook | undefined): WebhookFields {
  return {
    url: webhook?.url ?? "",
    policies: webhook?.policy_ids?.join(", ") ?? "",
    violation: webhook?.violation === 0 ? "0" : webhook?.violation === 1 ? "1" : "all",
    description: webhook?.description ?? "",
  };
}

export function requestOf(fields: WebhookFields): Schemas["CreateWebhookRequest"] {
  const policies = fields.policies.split(/[\s,]+/).filter(Boolean);
  const description = fields.description.trim();
  return {
    url: fields.url.trim(),
    policy_ids: policies.length === 0 ? null : policies,
    violation: fields.violation === "all" ? null : fields.violation === "1" ? 1 : 0,
    description: description === "" ? null : description,
  };
}
