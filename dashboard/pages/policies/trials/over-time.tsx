import type { Trial } from "../../../../packages/client/src/client.ts";
import { formatAbsolute } from "../../../kit/format-time.ts";
import { MeasuredValue } from "../../evaluations/measured.tsx";

export interface OverTimeProps {
  readonly intervals: NonNullable<Trial["report"]>["over_time"];
}

/** The share of disagreements in each hour or day, with its interval. */
export function OverTime({ intervals }: OverTimeProps) {
  if (intervals.length === 0) return <p class="muted">No item has been judged by both yet.</p>;
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label="Disagreement over time">
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">Items</th>
            <th scope="col">Disagreement</th>
          </tr>
        </thead>
        <tbody>
          {intervals.map(({ from, disagreements }) => (
            <tr key={from}>
              <td>
                <time dateTime={from}>{formatAbsolute(Date.parse(from))}</time>
              </td>
              <td>{disagreements.total}</td>
              <td>
                <MeasuredValue {...disagreements} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
