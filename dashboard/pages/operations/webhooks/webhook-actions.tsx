import { useLocation } from "preact-iso/router";
import { useState } from "preact/hooks";
import { client } from "../../../data/client.ts";
import { useTask } from "../../../data/use-task.ts";
import { ActionError } from "../../../kit/action-error.tsx";
import { Button } from "../../../kit/button.tsx";
import { ConfirmDialog } from "../../../kit/confirm-dialog.tsx";
import { showToast } from "../../../kit/toast-store.ts";
import { SecretDialog } from "../secret-dialog.tsx";
import type { Webhook } from "./webhook.ts";
import { WebhookForm } from "./webhook-form.tsx";

type Asking = "edit" | "rotate" | "delete" | null;

/** The actions on an endpoint. */
export function WebhookActions({
  webhook,
  onChanged,
}: {
  readonly webhook: Webhook;
  readonly onChanged: () => void;
}) {
  const { route } = useLocation();
  const { busy, error, run } = useTask();
  const [asking, setAsking] = useState<Asking>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const path = { webhook_id: webhook.id };
  const close = (): void => setAsking(null);

  const pause = (): void =>
    run(async () => {
      await client.call("updateWebhook", { path, body: { enabled: !webhook.enabled } });
      showToast(webhook.enabled ? "The endpoint is paused." : "The endpoint receives events again.");
      onChanged();
    });
  const test = (): void =>
    run(async () => {
      await client.call("testWebhook", { path });
      showToast("A test event is being sent. Its delivery shows the result.");
      onChanged();
    });
  const rotate = (): void =>
    run(async () => {
      setSecret((await client.call("rotateWebhookSecret", { path })).data.secret);
      close();
      onChanged();
    });
  const remove = (): void =>
    run(async () => {
      await client.call("deleteWebhook", { path });
      showToast("The endpoint is removed.");
      route("/app/operations/webhooks");
    });
  return (
    <div class="stack-tight">
      <div class="row">
        <Button onClick={test} disabled={busy || !webhook.enabled}>
          Send a test event
        </Button>
        <Button onClick={pause} disabled={busy}>
          {webhook.enabled ? "Pause" : "Resume"}
        </Button>
        <Button onClick={() => setAsking("edit")}>Change</Button>
        <Button onClick={() => setAsking("rotate")}>Replace the secret</Button>
        <Button kind="danger" onClick={() => setAsking("delete")}>
          Remove
        </Button>
      </div>
      <ActionError error={error} />
      {asking === "edit" && (
        <WebhookForm
          webhook={webhook}
          onClose={close}
          onSaved={() => {
            close();
            onChanged();
          }}
        />
      )}
      {asking === "rotate" && (
        <ConfirmDialog
          title="Replace the secret"
          action="Replace the secret"
          disabled={busy}
          onConfirm={rotate}
          onClose={close}
        >
          <p>
            For 24 hours each event is signed with both secrets, so that the receiver can switch without
            missing one. If the secret was already replaced within the last 24 hours, the oldest one becomes
            invalid now.
          </p>
        </ConfirmDialog>
      )}
      {asking === "delete" && (
        <ConfirmDialog
          title="Remove the endpoint"
          action="Remove"
          danger
          typed="remove"
          disabled={busy}
          onConfirm={remove}
          onClose={close}
        >
          <p>Its secret and all of its deliveries are deleted, including pending ones.</p>
        </ConfirmDialog>
      )}
      {secret !== null && (
        <SecretDialog title="The new secret" secret={secret} onClose={() => setSecret(null)}>
          It is shown only once: copy it to the receiver within 24 hours.
        </SecretDialog>
      )}
    </div>
  );
}
