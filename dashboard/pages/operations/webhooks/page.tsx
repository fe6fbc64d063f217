import { useLocation } from "preact-iso/router";
import { useState } from "preact/hooks";
import { client } from "../../../data/client.ts";
import { useResource } from "../../../data/use-resource.ts";
import { useKeys } from "../../../keys/use-keys.ts";
import { Button } from "../../../kit/button.tsx";
import { CheckMark } from "../../../kit/check-mark.tsx";
import { Loaded } from "../../../kit/loaded.tsx";
import { UntrustedText } from "../../../kit/plain-text.tsx";
import { Section } from "../../../kit/section.tsx";
import { EmptyState } from "../../../kit/state.tsx";
import { Table, type TableColumn } from "../../../kit/table.tsx";
import { Time } from "../../../kit/time.tsx";
import { useTitle } from "../../../shell/use-title.ts";
import { OperationsPage } from "../operations-page.tsx";
import { SecretDialog } from "../secret-dialog.tsx";
import { type Webhook, webhookFilter, webhookState } from "./webhook.ts";
import { WebhookForm } from "./webhook-form.tsx";

const COLUMNS: readonly TableColumn<Webhook>[] = [
  {
    title: "Endpoint",
    width: "minmax(140px, 1.5fr)",
    cell: ({ url }) => <UntrustedText>{url}</UntrustedText>,
  },
  {
    title: "State",
    width: "minmax(112px, 1fr)",
    cell: (webhook) => <CheckMark ok={webhook.enabled} words={webhookState(webhook)} />,
  },
  { title: "Events", width: "minmax(120px, 1fr)", cell: webhookFilter, wideOnly: true },
  {
    title: "Description",
    width: "minmax(80px, 1fr)",
    cell: ({ description }) => description !== null && <UntrustedText>{description}</UntrustedText>,
    wideOnly: true,
  },
  { title: "Changed", width: "96px", cell: ({ updated_at: at }) => <Time at={at} />, wideOnly: true },
];

/** Endpoints to which settled records are sent. */
export function Page() {
  useTitle("Webhooks");
  return (
    <OperationsPage scope="admin">
      <Webhooks />
    </OperationsPage>
  );
}

function Webhooks() {
  const { route } = useLocation();
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<{ readonly id: string; readonly secret: string } | null>(null);
  const webhooks = useResource(
    async (signal) => (await client.call("listWebhooks", { signal })).data.data,
    [],
  );
  const open = (id: string): void => route(`/app/operations/webhooks/${id}`);
  useKeys([{ keys: "n", words: "Add an endpoint", run: () => setAdding(true) }]);
  const add = (
    <Button kind="primary" keys="n" onClick={() => setAdding(true)}>
      Add an endpoint
    </Button>
  );
  return (
    <Section title="Endpoints" aside={add}>
      <Loaded resource={webhooks} scope="admin" what="the endpoints">
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState
              title="No endpoint is registered"
              command="gavel webhooks create https://forum.example/hooks/gavel --policy spam"
            >
              Each settled record is signed and sent to the endpoints whose filter it matches, and retried
              until it arrives.
            </EmptyState>
          ) : (
            <Table
              label="Endpoints"
              noun="endpoint"
              rows={rows}
              rowKey={({ id }) => id}
              columns={COLUMNS}
              onOpen={({ id }) => open(id)}
            />
          )
        }
      </Loaded>
      {adding && (
        <WebhookForm
          onClose={() => setAdding(false)}
          onSaved={(saved) => {
            setAdding(false);
            webhooks.reload();
            if ("secret" in saved) setSecret(saved);
          }}
        />
      )}
      {secret !== null && (
        <SecretDialog
          title="The endpoint's secret"
          secret={secret.secret}
          onClose={() => {
            setSecret(null);
            open(secret.id);
          }}
        >
          The receiver verifies the signature of each event with it. It is shown only once: copy it to the
          receiver.
        </SecretDialog>
      )}
    </Section>
  );
}
