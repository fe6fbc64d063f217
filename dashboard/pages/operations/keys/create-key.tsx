import { useState } from "preact/hooks";
import { client } from "../../../data/client.ts";
import type { Scope } from "../../../data/scope.ts";
import { useTask } from "../../../data/use-task.ts";
import { ActionError } from "../../../kit/action-error.tsx";
import { Button } from "../../../kit/button.tsx";
import { Dialog } from "../../../kit/dialog.tsx";
import { Field } from "../../../kit/field.tsx";
import { PRESETS, presetOf, SCOPE_WORDS } from "./scopes.ts";

const SCOPES = Object.keys(SCOPE_WORDS) as readonly Scope[];

export interface CreateKeyProps {
  /** Receives the created key with its secret, which is returned only once. */
  readonly onCreated: (key: string) => void;
  readonly onClose: () => void;
}

export function CreateKey({ onCreated, onClose }: CreateKeyProps) {
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<ReadonlySet<Scope>>(new Set(PRESETS[0]?.scopes));
  const { busy, error, run } = useTask();
  const preset = presetOf(scopes);
  const toggle = (scope: Scope): void => {
    const next = new Set(scopes);
    if (!next.delete(scope)) next.add(scope);
    setScopes(next);
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    run(async () => {
      const body = { name: name.trim(), scopes: [...scopes] };
      onCreated((await client.call("createKey", { body })).data.key);
    });
  };
  return (
    <Dialog title="Create a key" onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        <Field label="Name" hint="Who or what uses it. Records name the key by its id.">
          {(control) => (
            <input
              {...control}
              class="input"
              required
              maxLength={100}
              autocomplete="off"
              value={name}
              onInput={(event) => setName(event.currentTarget.value)}
            />
          )}
        </Field>
        <div class="row" role="group" aria-label="Scopes for">
          {PRESETS.map(({ id, title, scopes: own }) => (
            <Button key={id} pressed={preset === id} onClick={() => setScopes(new Set(own))}>
              {title}
            </Button>
          ))}
        </div>
        <fieldset class="scopes">
          <legend>Scopes</legend>
          {SCOPES.map((scope) => (
            <label key={scope} class="scope">
              <input type="checkbox" checked={scopes.has(scope)} onChange={() => toggle(scope)} />
              <code>{scope}</code>
              <span class="muted">{SCOPE_WORDS[scope]}</span>
            </label>
          ))}
        </fieldset>
        <ActionError error={error} />
        <div class="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" disabled={busy || scopes.size === 0}>
            Create
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
