import { useEffect, useState } from "preact/hooks";
import { connectionLost, onConnection } from "../data/connection.ts";

/** While the service cannot be reached. What is shown stays, and is refreshed when it is back. */
export function OfflineBanner() {
  const [lost, setLost] = useState(connectionLost);
  useEffect(() => onConnection(setLost), []);
  return (
    <div class="offline-region" role="status">
      {lost && (
        <div class="offline">
          <span>
            <strong>No connection to the service.</strong> What you see may be out of date. It is tried again
            automatically.
          </span>
        </div>
      )}
    </div>
  );
}
