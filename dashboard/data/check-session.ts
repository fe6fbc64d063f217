import { ConnectionError } from "../../packages/client/src/client.ts";
import { reportConnection } from "./connection.ts";
import { fetchSession } from "./session-api.ts";
import { reportSignedOut } from "./signed-out.ts";

/** Finds out why a stream broke, because an EventSource does not report the cause. */
export function checkSession(): void {
  fetchSession().then(
    (session) => {
      reportConnection(false);
      if (session === null) reportSignedOut();
    },
    (error: unknown) => reportConnection(error instanceof ConnectionError),
  );
}
