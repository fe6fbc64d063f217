import type { DemoService } from "../demo-service.ts";
import { WebhookReceiver } from "../../helpers/webhook-receiver.ts";

/** An endpoint that accepts what it gets, one that is overloaded at times, and one that does not exist. */
export async function createWebhooks(service: DemoService): Promise<void> {
  const { url } = await WebhookReceiver.start((received, count, response) =>
    response.writeHead(received.id.endsWith("3") && count === 1 ? 503 : 204).end(),
  );
  const create = (...argv: string[]): Promise<string> => service.gavel(["webhooks", "create", ...argv]);
  await create(url, "--description", "Forum: hide what violates", "--violation", "1");
  await create(
    "https://reports.example/hooks/gavel",
    "--description",
    "Weekly report",
    "--policy",
    "spam,harassment",
  );
}
