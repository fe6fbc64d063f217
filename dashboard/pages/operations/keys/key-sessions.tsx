import type { Schemas } from "../../../../packages/client/src/client.ts";
import { client } from "../../../data/client.ts";
import { useResource } from "../../../data/use-resource.ts";
import { useTask } from "../../../data/use-task.ts";
import { ActionError } from "../../../kit/action-error.tsx";
import { Button } from "../../../kit/button.tsx";
import { Loaded } from "../../../kit/loaded.tsx";
import { PlainTable } from "../../../kit/plain-table.tsx";
import { Time } from "../../../kit/time.tsx";
import { showToast } from "../../../kit/toast-store.ts";

type KeySession = Schemas["KeySession"];

/** Who is signed in with a key; each session can be ended. */
export function KeySessions({ keyId }: { readonly keyId: string }) {
  const { busy, error, run } = useTask();
  const sessions = useResource(
    async (signal) => (await client.call("listKeySessions", { path: { key_id: keyId }, signal })).data.data,
    [keyId],
  );
  const end = ({ id }: KeySession): void =>
    run(async () => {
      await client.call("endKeySession", { path: { key_id: keyId, session_id: id } });
      showToast("The session has ended.");
      sessions.reload();
    });
  return (
    <Loaded resource={sessions} scope="admin" what="the sessions">
      {(open) => (
        <>
          {open.length === 0 ? (
            <p class="muted">Nobody is signed in with it.</p>
          ) : (
            <PlainTable
              label="Open sessions"
              head={["Signed in", "Last used", "Ends", "Action"]}
              rows={open.map((session) => ({
                key: session.id,
                cells: [
                  <Time key="created" at={session.created_at} />,
                  <Time key="used" at={session.used_at} />,
                  <Time key="expires" at={session.expires_at} />,
                  session.current ? (
                    "Your session"
                  ) : (
                    <Button key="end" disabled={busy} onClick={() => end(session)}>
                      End
                    </Button>
                  ),
                ],
              }))}
            />
          )}
          <ActionError error={error} />
        </>
      )}
    </Loaded>
  );
}
