import { expect, it } from "vitest";
import { runScenario } from "../faults/run-scenario.ts";
import { POSTGRES_SCENARIOS } from "../faults/scenarios/postgres.ts";
import { faultsOf } from "../faults/verify-outcome.ts";

const LIMIT_MS = 10 * 60_000;
const CHOSEN = ["postgres-restart", "postgres-mute"];

/** A bounded part of `npm run faults`. */
it.each(POSTGRES_SCENARIOS.filter(({ name }) => CHOSEN.includes(name)))(
  "$name under load: nothing is lost, settled twice or wrongly reported as safe, and it ends",
  async (scenario) => {
    const outcome = await runScenario(scenario);
    expect(faultsOf(scenario, outcome)).toEqual([]);
  },
  LIMIT_MS,
);
