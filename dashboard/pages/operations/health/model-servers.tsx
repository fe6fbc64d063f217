import { CheckMark } from "../../../kit/check-mark.tsx";
import { PlainTable } from "../../../kit/plain-table.tsx";
import { formatDuration } from "../../../kit/format-time.ts";
import type { Worker } from "../service-state.ts";

type Server = NonNullable<Worker["engine"]>["servers"][number];

const STATUS: Readonly<Record<Server["status"], string>> = {
  up: "Receives requests",
  probation: "On probation: one request at a time",
  ejected: "Excluded: does not respond",
};

/** The model servers of a remote engine. */
export function ModelServers({
  servers,
  workerId,
}: {
  readonly servers: readonly Server[];
  readonly workerId: string;
}) {
  return (
    <PlainTable
      label={`Model servers of ${workerId}`}
      head={["Server", "State", "In flight", "Failures"]}
      rows={servers.map((server) => ({
        key: server.address,
        cells: [
          <code key="address">{server.address}</code>,
          <CheckMark key="state" ok={server.status === "up"} words={stateWords(server)} />,
          `${server.in_flight} of ${server.max_in_flight}`,
          server.ejections,
        ],
      }))}
    />
  );
}

function stateWords({ status, retry_in_ms: retry }: Server): string {
  return retry === null ? STATUS[status] : `${STATUS[status]}; next probe in ${formatDuration(retry)}`;
}
