import type { Schemas } from "../../../packages/client/src/client.ts";
import { Icon } from "../../kit/icon.tsx";

/** What the gate checked, with the results. */
export function GateChecks({ gate: { open, checks } }: { readonly gate: Schemas["GateDecision"] }) {
  return (
    <div class="gate" data-open={open ? "" : undefined}>
      <strong>{open ? "The gate is open" : "The gate is closed"}</strong>
      <ul class="checks">
        {checks.map(({ name, passed, words }) => (
          <li key={name} class="row">
            <Icon name={passed ? "check" : "close"} />
            <span>
              <span class="visually-hidden">{passed ? "Passed: " : "Not passed: "}</span>
              {words}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
