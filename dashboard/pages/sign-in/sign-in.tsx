import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import {
  ConnectionError,
  GavelError,
  type Session,
  type SignInRequest,
} from "../../../packages/client/src/client.ts";
import { signIn } from "../../data/session-api.ts";
import { Button } from "../../kit/button.tsx";
import { Command } from "../../kit/command.tsx";
import { Field } from "../../kit/field.tsx";
import type { SignedOutReason } from "../../shell/use-session-state.ts";
import { useTitle } from "../../shell/use-title.ts";
import { takeLinkToken } from "./link-token.ts";

export interface SignInProps {
  /** Why there is no session. */
  readonly reason: SignedOutReason;
  /** Whether there is a session, from before or from another tab. */
  readonly signedIn: boolean;
  readonly onSignedIn: (session: Session) => void;
  /** Continues with the existing session. */
  readonly onGoOn: () => void;
}

const REASONS: Readonly<Partial<Record<SignedOutReason, string>>> = {
  ended:
    "Your session has ended: it expired, was unused for too long, or its key was revoked. Sign in again to continue where you were.",
  "signed-out": "You are signed out.",
};

/** Signs in with an API key, or with the one-time link whose token is in the fragment. */
export function SignIn({ reason, signedIn, onSignedIn, onGoOn }: SignInProps) {
  useTitle("Sign in");
  const [key, setKey] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const hasLink = useRef(false);
  const input = useRef<HTMLInputElement>(null);
  // Each time: browsers heed `autofocus` once in a document, and more than one session can end in it.
  useLayoutEffect(() => input.current?.focus(), []);

  const send = (credentials: SignInRequest): void => {
    setBusy(true);
    setError(null);
    signIn(credentials).then(onSignedIn, (cause: unknown) => {
      setBusy(false);
      setError(explain(cause));
    });
  };
  useEffect(() => {
    const redeem = (): void => {
      const token = takeLinkToken();
      if (token === null) return;
      hasLink.current = true;
      send({ link_token: token });
    };
    redeem();
    // A link that is opened in the tab of this page changes only the fragment.
    addEventListener("hashchange", redeem);
    return () => removeEventListener("hashchange", redeem);
  }, []);
  useEffect(() => {
    // A link decides who signs in, whoever is signed in already.
    if (signedIn && !hasLink.current) onGoOn();
  }, [signedIn]);

  const submit = (event: Event): void => {
    event.preventDefault();
    send({ api_key: key.trim() });
  };
  return (
    <main class="bare">
      <div class="stack">
        <h1>Sign in to Gavel</h1>
        {REASONS[reason] !== undefined && <p role="status">{REASONS[reason]}</p>}
        <form class="stack" onSubmit={submit}>
          <Field label="API key" error={error}>
            {(control) => (
              <input
                {...control}
                class="input mono"
                type="password"
                autocomplete="current-password"
                required
                ref={input}
                value={key}
                onInput={(event) => setKey(event.currentTarget.value)}
              />
            )}
          </Field>
          <Button type="submit" kind="primary" disabled={busy}>
            {busy ? "Signing in…" : "Sign in"}
          </Button>
        </form>
        <div class="stack text">
          <p>
            Or open a link that signs you in once. On a machine with the <code>gavel</code> command and a key,
            this prints one:
          </p>
          <Command>gavel dashboard</Command>
          <p class="muted">
            What you see and do here is limited to the scopes of the key. The key itself is not kept in the
            browser.
          </p>
        </div>
      </div>
    </main>
  );
}

function explain(error: unknown): string {
  if (error instanceof ConnectionError) return "The service cannot be reached. Try again in a moment.";
  if (error instanceof GavelError) {
    const { title, detail } = error.problem ?? { title: error.message };
    return detail === undefined || detail === "" ? title : `${title}. ${detail}`;
  }
  return "Signing in failed for an unknown reason. Try again.";
}
