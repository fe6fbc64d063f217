import { expect, it } from "vitest";
import { runScenario } from "../faults/run-scenario.ts";
import { POSTGRES_SCENARIOS } from "../faults/scenarios/postgres.ts";
import { faultsOf } from "../faults/verify-outcome.ts";

/** A bounded part of `npm run faults`. */
it.each(POSTGRES_SCENARIOS.filter(({ name }) => name === "postgres-restart"))(
  "$name under load: nothing is lost, doubled or called safe wrongly, and it ends",
  async (scenario) => {
    const outcome = await runScenario(scenario);
    expect(faultsOf(scenario, outcome)).toEqual([]);
  },
);
