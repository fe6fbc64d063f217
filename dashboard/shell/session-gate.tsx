import { useLocation } from "preact-iso/router";
import { useEffect } from "preact/hooks";
import { SessionContext } from "../data/session.ts";
import { Failed } from "../kit/loaded.tsx";
import { LoadingState } from "../kit/state.tsx";
import { SignIn } from "../pages/sign-in/sign-in.tsx";
import { Shell } from "./shell.tsx";
import { pageAfterSignIn, SIGN_IN_PATH, signInUrl } from "./sign-in-url.ts";
import { useSessionState } from "./use-session-state.ts";
import { useSessionWatch } from "./use-session-watch.ts";

/** Shows the dashboard to people who are signed in, and the sign-in page to everybody else. */
export function SessionGate() {
  const { path, url, query, route } = useLocation();
  const { state, onSignedIn, onSignOut } = useSessionState();
  const isSignIn = path === SIGN_IN_PATH;
  const isOut = state.kind === "out";
  const reason = isOut ? state.reason : "never";
  const goOn = (): void => route(pageAfterSignIn(query["from"]), true);
  useSessionWatch(state.kind === "in" ? state.session : null);
  useEffect(() => {
    if (isOut && !isSignIn) route(signInUrl(reason === "signed-out" ? null : url), true);
  }, [isOut, isSignIn]);

  if (isSignIn) {
    return (
      <SignIn
        reason={reason}
        signedIn={state.kind === "in"}
        onSignedIn={(session) => {
          onSignedIn(session);
          goOn();
        }}
        onGoOn={goOn}
      />
    );
  }
  switch (state.kind) {
    case "out":
      return null;
    case "in":
      return (
        <SessionContext.Provider value={state.session}>
          <Shell key={state.session.key.id} onSignOut={onSignOut} />
        </SessionContext.Provider>
      );
    case "loading":
      return (
        <main class="bare">
          {state.error === undefined ? (
            <LoadingState what="your session" />
          ) : (
            <Failed error={state.error} scope="" what="your session" onRetry={state.reload} />
          )}
        </main>
      );
  }
}
