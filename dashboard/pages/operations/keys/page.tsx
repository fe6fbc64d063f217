import { useState } from "preact/hooks";
import { useQueryState } from "../../../data/query-state.ts";
import { useResource } from "../../../data/use-resource.ts";
import { useKeys } from "../../../keys/use-keys.ts";
import { Button } from "../../../kit/button.tsx";
import { Loaded } from "../../../kit/loaded.tsx";
import { Section } from "../../../kit/section.tsx";
import { Table } from "../../../kit/table.tsx";
import { useTitle } from "../../../shell/use-title.ts";
import { OperationsPage } from "../operations-page.tsx";
import { SecretDialog } from "../secret-dialog.tsx";
import { CreateKey } from "./create-key.tsx";
import { KEY_COLUMNS } from "./key-columns.tsx";
import { KeyDialog } from "./key-dialog.tsx";
import { type KeyRow, loadKeys } from "./load-keys.ts";

/** Keys, their scopes, and when they were last used. */
export function Page() {
  useTitle("Keys");
  return (
    <OperationsPage scope="admin">
      <Keys />
    </OperationsPage>
  );
}

function Keys() {
  const [query, change] = useQueryState();
  const [opened, setOpened] = useState<KeyRow | null>(null);
  const [creating, setCreating] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const keys = useResource(loadKeys, []);
  const all = query["revoked"] === "shown";
  useKeys([{ keys: "n", words: "Create a key", run: () => setCreating(true) }]);
  const controls = (
    <>
      <Button pressed={all} onClick={() => change({ revoked: all ? null : "shown" })}>
        Show revoked keys
      </Button>
      <Button kind="primary" keys="n" onClick={() => setCreating(true)}>
        Create a key
      </Button>
    </>
  );
  return (
    <Section title="Keys" aside={controls}>
      <Loaded resource={keys} scope="admin" what="the keys">
        {(rows) => (
          <Table
            label="Keys"
            noun="key"
            rows={all ? rows : rows.filter(({ revoked_at: revoked }) => revoked === null)}
            rowKey={({ id }) => id}
            columns={KEY_COLUMNS}
            onOpen={setOpened}
          />
        )}
      </Loaded>
      <p class="muted">
        Limits of keys (requests, weight, share of the queue) are settings of the service: GAVEL_KEY_LIMITS
        and the variables that begin with GAVEL_KEY_. The scopes of a key cannot be changed: create another
        key.
      </p>
      {opened !== null && (
        <KeyDialog
          row={opened}
          onClose={() => setOpened(null)}
          onRevoked={() => {
            setOpened(null);
            keys.reload();
          }}
        />
      )}
      {creating && (
        <CreateKey
          onClose={() => setCreating(false)}
          onCreated={(key) => {
            setCreating(false);
            setSecret(key);
            keys.reload();
          }}
        />
      )}
      {secret !== null && (
        <SecretDialog title="The new key" secret={secret} onClose={() => setSecret(null)}>
          It is shown only once: the service stores only its hash. Copy it to the place where it is used.
        </SecretDialog>
      )}
    </Section>
  );
}
