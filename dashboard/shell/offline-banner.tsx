import { useEffect, useState } from "preact/hooks";
import { onConnection } from "../data/connection.ts";

/** Shown while the service cannot be reached. The page keeps its data, and refreshes it after the outage. */
export function OfflineBanner() {
  const [lost, setLost] = useState(false);
  useEffect(() => onConnection(setLost), []);
  return (
    <div class="offline-region" role="status">
      {lost && (
        <div class="notice">
          <span>
            <strong>No connection to the service.</strong> What you see may be out of date. The page
            reconnects automatically.
          </span>
        </div>
      )}
    </div>
  );
}
