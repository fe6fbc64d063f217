import { ConnectionError } from "../../packages/client/src/client.ts";
import { reportConnection } from "./connection.ts";
import { fetchSession } from "./session-api.ts";
import { reportSignedOut } from "./signed-out.ts";

/** Finds out why a stream broke: an EventSource does not say. */
export function checkSession(): void {
  fetchSession().then(
    (session) => {
      reportConnection(false);
      if (session === null) reportSignedOut();
    },
    (error: unknown) => reportConnection(error instanceof ConnectionError),
  );
}
