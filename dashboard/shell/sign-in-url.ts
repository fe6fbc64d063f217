/** Shown without a session, and without the rail. */
export const SIGN_IN_PATH = "/app/sign-in";

const HOME = "/app/";

/** The sign-in page, which leads back to `from` afterwards. */
export function signInUrl(from: string | null): string {
  return from === null || from === HOME ? SIGN_IN_PATH : `${SIGN_IN_PATH}?from=${encodeURIComponent(from)}`;
}

/** Where to go after signing in: a page of the dashboard, never another site. */
export function pageAfterSignIn(from: string | undefined): string {
  if (from === undefined || !from.startsWith(HOME) || from.startsWith(SIGN_IN_PATH)) return HOME;
  return from;
}
