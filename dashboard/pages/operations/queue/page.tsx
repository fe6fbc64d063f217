import { Loaded } from "../../../kit/loaded.tsx";
import { useTitle } from "../../../shell/use-title.ts";
import { OperationsPage } from "../operations-page.tsx";
import { useServiceState } from "../use-service-state.ts";
import { FairShares } from "./fair-shares.tsx";
import { Items } from "./items.tsx";
import { QueueFigures } from "./queue-figures.tsx";

/** Waiting and running items, the keys that sent them, and failed items. */
export function Page() {
  useTitle("Queue");
  return (
    <OperationsPage scope="operations:read">
      <Queue />
    </OperationsPage>
  );
}

function Queue() {
  const state = useServiceState();
  return (
    <>
      <Loaded resource={state} scope="operations:read" what="the queue">
        {({ queue }) => (
          <>
            <QueueFigures queue={queue} />
            <FairShares queue={queue} />
          </>
        )}
      </Loaded>
      <Items />
    </>
  );
}
