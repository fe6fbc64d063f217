import { useRoute } from "preact-iso/router";
import { useState } from "preact/hooks";
import { client } from "../../../data/client.ts";
import { usePoll } from "../../../data/use-poll.ts";
import { CheckMark } from "../../../kit/check-mark.tsx";
import { Definitions } from "../../../kit/definitions.tsx";
import { Id } from "../../../kit/id.tsx";
import { Loaded } from "../../../kit/loaded.tsx";
import { UntrustedText } from "../../../kit/plain-text.tsx";
import { Section } from "../../../kit/section.tsx";
import { Time } from "../../../kit/time.tsx";
import { useTitle } from "../../../shell/use-title.ts";
import { OperationsPage } from "../operations-page.tsx";
import { Deliveries } from "./deliveries.tsx";
import { type Webhook, webhookFilter, webhookState } from "./webhook.ts";
import { WebhookActions } from "./webhook-actions.tsx";

/** An endpoint whose receiver returns 410 stops by itself. */
const POLL_MS = 10_000;

/** One endpoint, and what was sent to it. */
export function Page() {
  useTitle("Endpoint");
  const { params } = useRoute();
  return (
    <OperationsPage scope="admin" title="Endpoint">
      <OneWebhook id={params["id"] ?? ""} />
    </OperationsPage>
  );
}

function OneWebhook({ id }: { readonly id: string }) {
  const webhook = usePoll(
    async (signal) => (await client.call("getWebhook", { path: { webhook_id: id }, signal })).data,
    POLL_MS,
    [id],
  );
  const [changes, setChanges] = useState(0);
  const onChanged = (): void => {
    webhook.reload();
    setChanges((count) => count + 1);
  };
  return (
    <Loaded resource={webhook} scope="admin" what="the endpoint">
      {(data) => (
        <>
          <Section title="Endpoint">
            <WebhookFacts webhook={data} />
          </Section>
          <WebhookActions webhook={data} onChanged={onChanged} />
          <Deliveries webhookId={id} changes={changes} />
        </>
      )}
    </Loaded>
  );
}

function WebhookFacts({ webhook }: { readonly webhook: Webhook }) {
  const { description, previous_secret_expires_at: previous } = webhook;
  return (
    <div class="panel">
      <Definitions
        items={[
          ["State", <CheckMark key="state" ok={webhook.enabled} words={webhookState(webhook)} />],
          ["URL", <UntrustedText key="url">{webhook.url}</UntrustedText>],
          ["Events", webhookFilter(webhook)],
          [
            "Description",
            description === null ? null : <UntrustedText key="text">{description}</UntrustedText>,
          ],
          [
            "Earlier secret",
            previous === null ? null : (
              <span key="previous">
                Also valid until <Time at={previous} absolute />
              </span>
            ),
          ],
          ["Created", <Time key="created" at={webhook.created_at} absolute />],
          ["Id", <Id key="id" id={webhook.id} of="endpoint" />],
        ]}
      />
    </div>
  );
}
