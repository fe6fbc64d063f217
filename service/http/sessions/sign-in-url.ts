const SIGN_IN_PATH = "/app/sign-in";

/**
 * The page that signs in with the token of a link, relative to the address of the service. The token is the fragment,
 * which browsers never send to a server. `from` is the page of the dashboard to open afterwards.
 */
export function signInUrl(token: string, from?: string): string {
  return `${SIGN_IN_PATH}${from === undefined ? "" : `?from=${encodeURIComponent(from)}`}#${token}`;
}
