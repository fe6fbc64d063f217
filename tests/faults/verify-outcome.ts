import { type Outcome, readyAgainSeconds, recoverySeconds } from "./outcome.ts";
import type { Scenario } from "./scenario.ts";

/** The failed checks as sentences; none if all passed. */
export function faultsOf(scenario: Scenario, outcome: Outcome): readonly string[] {
  const { audit, processesEnded } = outcome;
  return [
    ...(audit.accepted === 0 ? ["nothing was accepted"] : []),
    ...(audit.lost > 0 ? [`${audit.lost} accepted items were lost`] : []),
    ...(audit.doubled > 0 ? [`${audit.doubled} items were settled twice`] : []),
    ...(audit.unjudgedSafe > 0 ? [`${audit.unjudgedSafe} items were wrongly reported as safe`] : []),
    ...(scenario.mayRefuse !== true && recoverySeconds(outcome) === null
      ? ["requests still failed at the end"]
      : []),
    ...(readyAgainSeconds(outcome) === null ? ["a process was not ready at the end"] : []),
    ...(processesEnded > 0 && scenario.mayEnd !== true ? [`${processesEnded} processes ended`] : []),
    ...(scenario.check?.(outcome) ?? []),
  ];
}
