/** Runs fault scenarios, one after the other, and prints the result of each. Exits with 1 if a check failed. */
import { parseArgs } from "node:util";
import type { Outcome } from "./outcome.ts";
import { runScenario } from "./run-scenario.ts";
import { SCENARIOS } from "./scenarios/all.ts";
import { tableOf } from "./table.ts";
import { faultsOf } from "./verify-outcome.ts";

const { values, positionals } = parseArgs({
  options: { help: { type: "boolean", short: "h", default: false } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !SCENARIOS.some((scenario) => scenario.name === name));

if (values.help) {
  console.log(help());
} else if (unknown.length > 0) {
  console.error(`Unknown scenario: ${unknown.join(", ")}.\n\n${help()}`);
  process.exitCode = 2;
} else {
  await runAll();
  // A connection that was muted may keep the process alive.
  process.exit();
}

async function runAll(): Promise<void> {
  const outcomes: Outcome[] = [];
  const chosen = SCENARIOS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  for (const scenario of chosen) {
    console.error(`${scenario.name}: ${scenario.summary}`);
    const outcome = await runScenario(scenario);
    outcomes.push(outcome);
    const measures = scenario.measures?.(outcome) ?? [];
    for (const { sentence } of measures) console.error(`  ${sentence}`);
    const missed = measures.filter(({ holds }) => !holds).map(({ sentence }) => sentence);
    const faults = [...faultsOf(scenario, outcome), ...missed];
    for (const fault of faults) console.error(`  FAILED: ${fault}`);
    console.error(`  ${tableOf([outcome]).split("\n").at(-1)}`);
    if (faults.length > 0) process.exitCode = 1;
  }
  console.log(tableOf(outcomes));
}

function help(): string {
  const width = Math.max(...SCENARIOS.map(({ name }) => name.length));
  const lines = SCENARIOS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `npm run faults [-- SCENARIO...]    all scenarios, or those named\n\n${lines.join("\n")}`;
}
