import { GavelError, type Session, type SignInRequest } from "../../packages/client/src/client.ts";
import { client } from "./client.ts";

/** Null if there is no valid session. */
export async function fetchSession(signal?: AbortSignal): Promise<Session | null> {
  try {
    return (await client.call("getSession", signal === undefined ? {} : { signal })).data;
  } catch (error) {
    if (error instanceof GavelError && error.status === 401) return null;
    throw error;
  }
}

export async function signIn(body: SignInRequest): Promise<Session> {
  return (await client.call("signIn", { body })).data;
}

/** Succeeds if the session has ended already. */
export async function signOut(): Promise<void> {
  try {
    await client.call("signOut", {});
  } catch (error) {
    if (!(error instanceof GavelError && error.status === 401)) throw error;
  }
}
