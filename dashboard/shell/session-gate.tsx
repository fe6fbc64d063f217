import { useLocation } from "preact-iso/router";
import { useEffect, useState } from "preact/hooks";
import { SessionContext } from "../data/session.ts";
import { deleteSession, fetchSession } from "../data/session-api.ts";
import { onSignedOut } from "../data/signed-out.ts";
import { useResource } from "../data/use-resource.ts";
import { Failed } from "../kit/loaded.tsx";
import { LoadingState } from "../kit/state.tsx";
import { SIGN_IN_PATH } from "../pages.ts";
import { SignIn } from "../pages/sign-in/sign-in.tsx";
import { Shell } from "./shell.tsx";
import { signInUrl } from "./sign-in-url.ts";

/** Shows the dashboard to whoever is signed in, and the sign-in page to everybody else. */
export function SessionGate() {
  const { path, url, route } = useLocation();
  const session = useResource(fetchSession, []);
  const [ended, setEnded] = useState<"expired" | "signed-out" | null>(null);
  useEffect(() => onSignedOut(() => setEnded((reason) => reason ?? "expired")), []);

  const isOut = session.data === null || ended !== null;
  useEffect(() => {
    if (isOut && path !== SIGN_IN_PATH) route(signInUrl(ended === "signed-out" ? null : url), true);
  }, [isOut, path]);

  if (path === SIGN_IN_PATH) {
    return (
      <SignIn
        reason={ended}
        onSignedIn={(next) => {
          setEnded(null);
          session.reload();
          route(next, true);
        }}
      />
    );
  }
  if (session.data === undefined) {
    return (
      <main class="bare">
        {session.error === undefined ? (
          <LoadingState what="your session" />
        ) : (
          <Failed error={session.error} scope="" what="your session" onRetry={session.reload} />
        )}
      </main>
    );
  }
  if (session.data === null || ended !== null) return null;
  const signOut = (): void => {
    deleteSession().then(
      () => setEnded("signed-out"),
      () => setEnded("signed-out"),
    );
  };
  return (
    <SessionContext.Provider value={session.data}>
      <Shell onSignOut={signOut} />
    </SessionContext.Provider>
  );
}
