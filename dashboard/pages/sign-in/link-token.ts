/** The token of a one-time link, which is used once and must not stay in the address; null if there is none. */
export function takeLinkToken(): string | null {
  const token = location.hash.slice(1);
  if (token === "") return null;
  history.replaceState(null, "", location.pathname + location.search);
  return token;
}
