import type { Command } from "./command.ts";
import { type ExitCodes, JUDGING_EXIT_CODES, SERVICE_EXIT_CODES } from "./exit-codes.ts";
import { formatFields } from "./printing/table.ts";

/** The text of `gavel --help`. */
export function formatOverview(commands: readonly Command[]): string {
  return `gavel: judge content against your written policies

Usage
  gavel COMMAND [OPTIONS]
  gavel COMMAND --help

Commands
${formatFields(commands.map(({ name, summary }) => [name, summary]))}
Environment
  GAVEL_URL      the address of the service (default: http://127.0.0.1:8080); --url overrides it
  GAVEL_API_KEY  the API key; --key overrides it
  NO_COLOR       any value turns colours off

Examples
  export GAVEL_API_KEY=gavel_...
  gavel classify "Cheap followers, 24 hour delivery!" --policy spam
  gavel policy push my-policy my-policy.md
  gavel verdicts --policy spam --violation 1

${formatExitCodes(JUDGING_EXIT_CODES)}`;
}

/** The text of `gavel COMMAND --help`. */
export function formatCommandHelp(command: Command): string {
  const options = Object.entries(command.options).map(
    ([name, { short, value, description }]): [string, string] => [
      `${short === undefined ? "    " : `-${short}, `}--${name}${value === undefined ? "" : ` ${value}`}`,
      description,
    ],
  );
  return `${command.summary}

Usage
  gavel ${command.name} ${command.usage}
${command.details === undefined ? "" : `\n${command.details}\n`}
Options
${formatFields(options)}
Examples
${command.examples.map((example) => `  ${example}\n`).join("")}
${formatExitCodes(command.exitCodes ?? SERVICE_EXIT_CODES)}`;
}

/** The text of `gavel policy --help`: the commands of one group. */
export function formatGroup(group: string, commands: readonly Command[]): string {
  return `Usage
  gavel ${group} COMMAND [OPTIONS]

Commands
${formatFields(commands.map(({ name, summary }) => [name, summary]))}`;
}

function formatExitCodes(codes: ExitCodes): string {
  return `Exit codes\n${formatFields(codes.map(([code, meaning]) => [String(code), meaning]))}`;
}
