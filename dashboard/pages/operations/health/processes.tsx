import { CheckMark } from "../../../kit/check-mark.tsx";
import { formatCount } from "../../../kit/format-number.ts";
import { Id } from "../../../kit/id.tsx";
import { PlainTable } from "../../../kit/plain-table.tsx";
import { Section } from "../../../kit/section.tsx";
import { Time } from "../../../kit/time.tsx";
import type { ServiceProcess, ServiceState } from "../service-state.ts";

const ROLES: Readonly<Record<ServiceProcess["role"], string>> = {
  all: "Everything in one process",
  api: "Accepts requests",
  worker: "Judges",
};

/** Every process with its last heartbeat. */
export function Processes({ state }: { readonly state: ServiceState }) {
  const { processes, processes_left_out: leftOut } = state;
  return (
    <Section title="Processes">
      <PlainTable
        label="Processes and their heartbeats"
        head={["Process", "Role", "State", "Last heartbeat", "Started", "Version"]}
        rows={processes.map((process) => ({
          key: process.id,
          cells: [
            <Id key="id" id={process.id} of="process" short />,
            ROLES[process.role],
            <CheckMark
              key="state"
              ok={process.responds}
              words={process.responds ? "Responds" : "Does not respond"}
            />,
            <Time key="seen" at={process.seen_at} />,
            <Time key="started" at={process.started_at} />,
            process.version,
          ],
        }))}
      />
      <p class="muted">
        {leftOut > 0 && `${formatCount(leftOut, "more process", "more processes")} not shown. `}
        {`${formatCount(state.pending_deliveries, "webhook delivery is", "webhook deliveries are")} pending. `}
        A process that was killed stays listed for an hour; one that ended properly is not listed.
      </p>
    </Section>
  );
}
