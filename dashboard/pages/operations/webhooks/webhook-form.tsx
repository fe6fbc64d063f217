import { useState } from "preact/hooks";
import type { Schemas } from "../../../../packages/client/src/client.ts";
import { client } from "../../../data/client.ts";
import { useTask } from "../../../data/use-task.ts";
import { ActionError } from "../../../kit/action-error.tsx";
import { Button } from "../../../kit/button.tsx";
import { Dialog } from "../../../kit/dialog.tsx";
import { Field } from "../../../kit/field.tsx";
import { Select } from "../../../kit/select.tsx";
import type { Webhook } from "./webhook.ts";
import { formOf, requestOf, type WebhookFields } from "./webhook-fields.ts";

export interface WebhookFormProps {
  /** Absent: a new endpoint. */
  readonly webhook?: Webhook;
  readonly onSaved: (webhook: Webhook | Schemas["WebhookWithSecret"]) => void;
  readonly onClose: () => void;
}

/** Creates or changes an endpoint. */
export function WebhookForm({ webhook, onSaved, onClose }: WebhookFormProps) {
  const [fields, setFields] = useState(() => formOf(webhook));
  const { busy, error, run } = useTask();
  const set = (changes: Partial<WebhookFields>): void => setFields((old) => ({ ...old, ...changes }));
  const submit = (event: Event): void => {
    event.preventDefault();
    const body = requestOf(fields);
    run(async () => {
      const { data } =
        webhook === undefined
          ? await client.call("createWebhook", { body })
          : await client.call("updateWebhook", { path: { webhook_id: webhook.id }, body });
      onSaved(data);
    });
  };
  return (
    <Dialog title={webhook === undefined ? "Add an endpoint" : "Change the endpoint"} onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        <Field label="URL" hint="https, any port; it must resolve to a public address.">
          {(control) => (
            <input
              {...control}
              class="input"
              type="url"
              required
              autocomplete="off"
              placeholder="https://forum.example/hooks/gavel"
              value={fields.url}
              onInput={(event) => set({ url: event.currentTarget.value })}
            />
          )}
        </Field>
        <Field label="Policies" hint="Ids, separated by commas. Empty: all policies.">
          {(control) => (
            <input
              {...control}
              class="input"
              autocomplete="off"
              value={fields.policies}
              onInput={(event) => set({ policies: event.currentTarget.value })}
            />
          )}
        </Field>
        <Field label="Outcomes">
          {(control) => (
            <Select
              control={control}
              value={fields.violation}
              options={[
                { value: "all", words: "All, including failed and expired items" },
                { value: "1", words: "Violations only" },
                { value: "0", words: "Completed without a violation only" },
              ]}
              onChange={(violation) => set({ violation })}
            />
          )}
        </Field>
        <Field label="Description">
          {(control) => (
            <input
              {...control}
              class="input"
              autocomplete="off"
              value={fields.description}
              onInput={(event) => set({ description: event.currentTarget.value })}
            />
          )}
        </Field>
        <ActionError error={error} />
        <div class="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" disabled={busy}>
            {webhook === undefined ? "Add" : "Save"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
