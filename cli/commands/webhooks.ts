import type { CreateWebhookRequest, Webhook, WebhookDelivery } from "../../packages/client/src/client.ts";
import { type DeliveryStatus, deliveryStatusSchema } from "../../schemas/webhook.ts";
import { UsageError } from "../cli-error.ts";
import { choiceOption, defineCommand, integerOption } from "../command.ts";
import { connect, CONNECTION_OPTIONS } from "../connection.ts";
import { EXIT } from "../exit-codes.ts";
import { onePositional } from "../input/positionals.ts";
import { oneLine } from "../printing/plain-text.ts";
import { printJson } from "../printing/print-json.ts";
import { formatTable } from "../printing/table.ts";

const webhooksCreate = defineCommand({
  name: "webhooks create",
  summary: "Register an endpoint for events; its secret is shown only once",
  usage: "URL [OPTIONS]",
  options: {
    policy: {
      type: "string",
      multiple: true,
      value: "ID",
      description: "only events of this policy; repeat it, or separate with commas",
    },
    violation: { type: "string", value: "0|1", description: "only completed records with this verdict" },
    description: { type: "string", value: "TEXT", description: "what the endpoint is for" },
    ...CONNECTION_OPTIONS,
  },
  examples: [
    "gavel webhooks create https://forum.example/hooks/gavel",
    "gavel webhooks create https://forum.example/hooks/gavel --policy spam --violation 1",
  ],
  async run({ values, positionals }, io) {
    const url = onePositional(positionals, "the URL of the endpoint");
    const violation = choiceOption("violation", values.violation, ["0", "1"]);
    const policyIds = [...new Set((values.policy ?? []).flatMap((list) => list.split(",")))];
    const body: CreateWebhookRequest = {
      url,
      ...(policyIds.length === 0 ? {} : { policy_ids: policyIds }),
      ...(violation === undefined ? {} : { violation: violation === "1" ? 1 : 0 }),
      ...(values.description === undefined ? {} : { description: values.description }),
    };
    const { data: created } = await connect(values, io).call("createWebhook", { body });
    if (values.json) printJson(io, created);
    else io.out(`${created.secret}\n`);
    io.err(`Webhook ${created.id}: save its secret, it is not shown again.\n`);
    return EXIT.ok;
  },
});

const webhooksList = defineCommand({
  name: "webhooks list",
  summary: "List the endpoints, without their secrets",
  usage: "[OPTIONS]",
  options: CONNECTION_OPTIONS,
  examples: ["gavel webhooks list"],
  async run({ values, positionals }, io) {
    if (positionals.length > 0) throw new UsageError("webhooks list takes no arguments");
    const { data: page } = await connect(values, io).call("listWebhooks", {});
    if (values.json) printJson(io, page);
    else io.out(formatTable(["id", "state", "policies", "violation", "url"], page.data.map(webhookRow)));
    return EXIT.ok;
  },
});

const webhooksTest = defineCommand({
  name: "webhooks test",
  summary: "Send a test event to an endpoint",
  usage: "ID [OPTIONS]",
  options: CONNECTION_OPTIONS,
  examples: ["gavel webhooks test 019aab60-1c44-7d0e-9f37-5a0c2b6e8d11"],
  async run({ values, positionals }, io) {
    const id = idOf(positionals);
    const { data: delivery } = await connect(values, io).call("testWebhook", { path: { webhook_id: id } });
    if (values.json) printJson(io, delivery);
    else io.out(`Delivery ${delivery.id} is queued.\n`);
    io.err(`To see its status: gavel webhooks deliveries ${id}\n`);
    return EXIT.ok;
  },
});

const webhooksDeliveries = defineCommand({
  name: "webhooks deliveries",
  summary: "List the deliveries to an endpoint, newest first",
  usage: "ID [OPTIONS]",
  options: {
    status: {
      type: "string",
      value: "STATUS",
      description: `only with this status: ${deliveryStatusSchema.enum.join(", ")}`,
    },
    limit: {
      type: "string",
      value: "N",
      description: "list at most this many deliveries, 1 to 200 (default: 20)",
    },
    ...CONNECTION_OPTIONS,
  },
  examples: ["gavel webhooks deliveries 019aab60-1c44-7d0e-9f37-5a0c2b6e8d11 --status dead"],
  async run({ values, positionals }, io) {
    const id = idOf(positionals);
    const status = choiceOption<DeliveryStatus>("status", values.status, deliveryStatusSchema.enum);
    const limit = integerOption("limit", values.limit, { min: 1, max: 200, fallback: 20 });
    const { data: page } = await connect(values, io).call("listWebhookDeliveries", {
      path: { webhook_id: id },
      query: { status, limit },
    });
    if (values.json) {
      printJson(io, page);
    } else {
      const header = ["id", "type", "verdict", "status", "attempts", "last error", "next attempt"];
      io.out(formatTable(header, page.data.map(deliveryRow)));
    }
    return EXIT.ok;
  },
});

const webhooksReplay = defineCommand({
  name: "webhooks replay",
  summary: "Send dead deliveries again: all of an endpoint, or one",
  usage: "ID | --delivery ID [OPTIONS]",
  options: {
    delivery: { type: "string", value: "ID", description: "only this delivery, whatever its status" },
    ...CONNECTION_OPTIONS,
  },
  examples: [
    "gavel webhooks replay 019aab60-1c44-7d0e-9f37-5a0c2b6e8d11",
    "gavel webhooks replay --delivery 7c6f0a52-9a5e-4c86-8f0e-0d3f6b1f2a77",
  ],
  async run({ values, positionals }, io) {
    const client = connect(values, io);
    if (values.delivery !== undefined) {
      if (positionals.length > 0) throw new UsageError("give the id of a webhook or --delivery, not both");
      const { data: delivery } = await client.call("replayWebhookDelivery", {
        path: { delivery_id: requireUuid(values.delivery, "delivery") },
      });
      if (values.json) printJson(io, delivery);
      else io.out(`Delivery ${delivery.id} is queued again.\n`);
      return EXIT.ok;
    }
    const { data: result } = await client.call("replayDeadWebhookDeliveries", {
      path: { webhook_id: idOf(positionals) },
    });
    if (values.json) {
      printJson(io, result);
    } else {
      io.out(
        `${result.replayed} ${result.replayed === 1 ? "delivery is" : "deliveries are"} queued again.\n`,
      );
    }
    return EXIT.ok;
  },
});

const webhooksDelete = defineCommand({
  name: "webhooks delete",
  summary: "Remove an endpoint and its deliveries",
  usage: "ID [OPTIONS]",
  options: CONNECTION_OPTIONS,
  examples: ["gavel webhooks delete 019aab60-1c44-7d0e-9f37-5a0c2b6e8d11"],
  async run({ values, positionals }, io) {
    const id = idOf(positionals);
    await connect(values, io).call("deleteWebhook", { path: { webhook_id: id } });
    if (values.json) printJson(io, { id, deleted: true });
    else io.out(`Webhook ${id} was removed.\n`);
    return EXIT.ok;
  },
});

export const webhooksCommands = [
  webhooksCreate,
  webhooksList,
  webhooksTest,
  webhooksDeliveries,
  webhooksReplay,
  webhooksDelete,
] as const;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function idOf(positionals: readonly string[]): string {
  const id = onePositional(positionals, "the id of a webhook, which gavel webhooks list shows");
  return requireUuid(id, "webhook");
}

function requireUuid(id: string, what: string): string {
  if (!UUID.test(id)) throw new UsageError(`ID is not the id of a ${what}, which is a UUID`);
  return id;
}

function webhookRow(webhook: Webhook): string[] {
  const off = webhook.disabled_reason === "gone" ? "off: gone" : "off";
  return [
    webhook.id,
    webhook.enabled ? "on" : off,
    webhook.policy_ids === null ? "all" : webhook.policy_ids.join(","),
    webhook.violation === null ? "any" : String(webhook.violation),
    oneLine(webhook.url, 100),
  ];
}

function deliveryRow(delivery: WebhookDelivery): string[] {
  const { last_error: error, last_status_code: status } = delivery;
  return [
    delivery.id,
    delivery.type,
    delivery.verdict_id ?? "",
    delivery.status,
    String(delivery.attempts),
    error === null ? "" : status === null ? error : `${error} ${status}`,
    delivery.next_attempt_at ?? "",
  ];
}
