import { ConnectionError, errorFrom } from "../../packages/client/src/errors.ts";

/** Who is signed in. */
export interface Session {
  readonly key: { readonly id: string; readonly name: string; readonly scopes: readonly string[] };
  readonly created_at: string;
  readonly expires_at: string;
}

export type Credentials = { readonly api_key: string } | { readonly link_token: string };

/** Null if nobody is signed in. */
export async function fetchSession(signal: AbortSignal): Promise<Session | null> {
  const response = await send("GET", { signal });
  if (response.status === 401) return null;
  if (!response.ok) throw await errorFrom("GET /session", response);
  return (await response.json()) as Session;
}

export async function createSession(credentials: Credentials): Promise<void> {
  const response = await send("POST", {
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(credentials),
  });
  if (!response.ok) throw await errorFrom("POST /session", response);
}

export async function deleteSession(): Promise<void> {
  const response = await send("DELETE", {});
  if (!response.ok && response.status !== 401) throw await errorFrom("DELETE /session", response);
}

async function send(method: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch("/session", { ...init, method });
  } catch (cause) {
    init.signal?.throwIfAborted();
    throw new ConnectionError("the service cannot be reached", null, { cause });
  }
}
