import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Session } from "../../packages/client/src/client.ts";
import type { Scope } from "./scope.ts";

export const SessionContext = createContext<Session | null>(null);

/** The session of the page. Pages inside the shell always have one. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("this page needs a session");
  return session;
}

/** Whether the session's key may do something. The service decides; the page only does not offer what it would refuse. */
export function useCan(): (scope: Scope) => boolean {
  const { key } = useSession();
  return (scope) => hasScope(key.scopes, scope);
}

export function hasScope(scopes: readonly string[], scope: Scope): boolean {
  return scopes.includes(scope) || scopes.includes("admin");
}
