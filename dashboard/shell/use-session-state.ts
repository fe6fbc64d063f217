import { useEffect, useState } from "preact/hooks";
import type { Session } from "../../packages/client/src/client.ts";
import { announceSession, onSessionOfOtherTab } from "../data/other-tabs.ts";
import { fetchSession, signOut } from "../data/session-api.ts";
import { onSignedOut } from "../data/signed-out.ts";
import { showToast } from "../kit/toast-store.ts";
import { useResource } from "../data/use-resource.ts";

/** Why there is no session: there was none, it expired or was revoked, or its owner signed out. */
export type SignedOutReason = "never" | "ended" | "signed-out";

export type SessionState =
  | { readonly kind: "loading"; readonly error: unknown; readonly reload: () => void }
  | { readonly kind: "in"; readonly session: Session }
  | { readonly kind: "out"; readonly reason: SignedOutReason };

export interface SessionControl {
  readonly state: SessionState;
  readonly onSignedIn: (session: Session) => void;
  readonly onSignOut: () => void;
}

const STILL_SIGNED_IN = "You are still signed in: the service could not be reached. Try again.";

/** The state of the session, which the first request of the page reads and all tabs of the browser share. */
export function useSessionState(): SessionControl {
  const first = useResource(fetchSession, []);
  const [changed, setChanged] = useState<Session | SignedOutReason | null>(null);
  useEffect(() => onSignedOut(() => setChanged((now) => (now === "signed-out" ? now : "ended"))), []);
  useEffect(
    () =>
      onSessionOfOtherTab(() => {
        fetchSession().then(
          (session) => setChanged(session ?? "signed-out"),
          () => undefined,
        );
      }),
    [],
  );
  const change = (next: Session | "signed-out"): void => {
    setChanged(next);
    announceSession();
  };
  return {
    state: stateOf(first.data, changed) ?? { kind: "loading", error: first.error, reload: first.reload },
    onSignedIn: change,
    onSignOut: () =>
      void signOut().then(
        () => change("signed-out"),
        () => showToast(STILL_SIGNED_IN),
      ),
  };
}

function stateOf(
  first: Session | null | undefined,
  changed: Session | SignedOutReason | null,
): SessionState | null {
  if (typeof changed === "string") return { kind: "out", reason: changed };
  const session = changed ?? first;
  if (session === undefined) return null;
  return session === null ? { kind: "out", reason: "never" } : { kind: "in", session };
}
