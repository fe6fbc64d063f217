import { useTitle } from "../../../shell/use-title.ts";
import { usePoll } from "../../../data/use-poll.ts";
import { Loaded } from "../../../kit/loaded.tsx";
import { Section } from "../../../kit/section.tsx";
import { EmptyState } from "../../../kit/state.tsx";
import { OperationsPage } from "../operations-page.tsx";
import { fetchReadiness } from "../readiness.ts";
import { useServiceState } from "../use-service-state.ts";
import { Processes } from "./processes.tsx";
import { ReadinessView } from "./readiness-view.tsx";
import { WorkerPanel } from "./worker-panel.tsx";
import { isDoubtful } from "./worker-words.ts";

const POLL_MS = 2000;

/** Whether the service works, and what its processes and engines do. */
export function Page() {
  useTitle("Health");
  return (
    <OperationsPage scope="operations:read">
      <Health />
    </OperationsPage>
  );
}

function Health() {
  const readiness = usePoll(fetchReadiness, POLL_MS, []);
  const state = useServiceState();
  return (
    <>
      <Section title="Readiness">
        <Loaded resource={readiness} scope="operations:read" what="the readiness">
          {(data) => (
            <ReadinessView
              readiness={data}
              doubtful={state.data !== undefined && state.data.processes.some(isDoubtful)}
              warnings={(state.data?.processes ?? []).flatMap(({ worker }) => worker?.engine?.warning ?? [])}
            />
          )}
        </Loaded>
      </Section>
      <Section title="Workers and engines">
        <Loaded resource={state} scope="operations:read" what="the workers">
          {({ processes }) => {
            const workers = processes.filter(({ worker }) => worker !== null);
            return workers.length === 0 ? (
              <EmptyState title="No worker has reported" command="node dist/service/worker.js">
                Items are accepted and wait. Start a worker with the settings of this service: it appears here
                within seconds.
              </EmptyState>
            ) : (
              <div class="panels">
                {workers.map((process) => (
                  <WorkerPanel key={process.id} process={process} />
                ))}
              </div>
            );
          }}
        </Loaded>
      </Section>
      {state.data !== undefined && <Processes state={state.data} />}
    </>
  );
}
