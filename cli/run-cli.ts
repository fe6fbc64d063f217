import packageJson from "../package.json" with { type: "json" };
import { CliError, UsageError } from "./cli-error.ts";
import type { CliIo } from "./cli-io.ts";
import type { Command } from "./command.ts";
import { auditCommands } from "./commands/audit.ts";
import { batchCommand } from "./commands/batch.ts";
import { classifyCommand } from "./commands/classify.ts";
import { compareCommand } from "./commands/compare.ts";
import { dashboardCommand } from "./commands/dashboard.ts";
import { evalCommand } from "./commands/eval.ts";
import { goldenCommands } from "./commands/golden.ts";
import { keysCommands } from "./commands/keys.ts";
import { policyCommands } from "./commands/policy.ts";
import { policyReleaseCommands } from "./commands/policy-releases.ts";
import { statementCommand } from "./commands/statement.ts";
import { verdictRecordsCommands } from "./commands/verdict-records.ts";
import { verdictsRetryCommand } from "./commands/verdicts-retry.ts";
import { reviewCommands } from "./commands/review.ts";
import { replayCommand } from "./commands/replay.ts";
import { shadowCommands } from "./commands/shadow.ts";
import { verdictCommand, verdictsCommand } from "./commands/verdicts.ts";
import { webhooksCommands } from "./commands/webhooks.ts";
import { EXIT } from "./exit-codes.ts";
import { formatCommandHelp, formatGroup, formatOverview } from "./help.ts";
import { policyLintCommand } from "./policy-lint/command.ts";
import { modelCommands } from "./model/commands.ts";
import { oneLine } from "./printing/plain-text.ts";
import { serviceErrorMessage } from "./service-error.ts";

const COMMANDS: readonly Command[] = [
  classifyCommand,
  batchCommand,
  verdictCommand,
  ...verdictRecordsCommands,
  verdictsRetryCommand,
  statementCommand,
  verdictsCommand,
  ...reviewCommands,
  ...policyCommands,
  ...policyReleaseCommands,
  policyLintCommand,
  ...goldenCommands,
  evalCommand,
  compareCommand,
  ...shadowCommands,
  replayCommand,
  dashboardCommand,
  ...keysCommands,
  ...auditCommands,
  ...webhooksCommands,
  ...modelCommands,
];

/** Runs one command line, which starts after the word `gavel`. Resolves to the exit code and never rejects. */
export async function runCli(argv: readonly string[], io: CliIo): Promise<number> {
  try {
    return await dispatch(argv, io);
  } catch (error) {
    if (io.signal.aborted) return EXIT.interrupted;
    const message = serviceErrorMessage(error) ?? (error instanceof CliError ? error.message : null);
    if (error instanceof UsageError) {
      io.err(`gavel: ${error.message}\nTry: ${helpFor(argv)}\n`);
    } else if (message !== null) {
      io.err(`gavel: ${message}\n`);
    } else {
      io.err(`gavel: this is a bug in gavel; please report it\n${String((error as Error).stack)}\n`);
    }
    return error instanceof CliError ? error.exitCode : EXIT.error;
  }
}

async function dispatch(argv: readonly string[], io: CliIo): Promise<number> {
  const [first] = argv;
  if (first === undefined || first === "--help" || first === "-h" || first === "help") {
    const text = formatOverview(COMMANDS);
    if (first === undefined) io.err(text);
    else io.out(text);
    return first === undefined ? EXIT.usage : EXIT.ok;
  }
  if (first === "--version" || first === "-V") {
    io.out(`${packageJson.version}\n`);
    return EXIT.ok;
  }
  const command = findCommand(argv);
  if (command) {
    const rest = argv.slice(command.name.split(" ").length);
    if (!asksForHelp(rest)) return command.run(rest, io);
    io.out(formatCommandHelp(command));
    return EXIT.ok;
  }
  const group = COMMANDS.filter(({ name }) => name.startsWith(`${first} `));
  if (group.length === 0) throw new UsageError(`unknown command ${oneLine(first, 60)}`);
  if (!asksForHelp(argv)) throw new UsageError(memberFault(first, argv[1], group));
  io.out(formatGroup(first, group));
  return EXIT.ok;
}

function memberFault(group: string, second: string | undefined, members: readonly Command[]): string {
  const names = members.map(({ name }) => name.split(" ")[1]).join(", ");
  return second === undefined || second.startsWith("-")
    ? `${group} needs one of: ${names}`
    : `unknown command ${group} ${oneLine(second, 60)}; ${group} needs one of: ${names}`;
}

function findCommand(argv: readonly string[]): Command | undefined {
  return COMMANDS.find(({ name }) => name.split(" ").every((word, index) => argv[index] === word));
}

/** Looks only before a `--`, after which everything is an argument. */
function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  return argv.slice(0, end === -1 ? argv.length : end).some((word) => word === "--help" || word === "-h");
}

function helpFor(argv: readonly string[]): string {
  const command = findCommand(argv);
  if (command) return `gavel ${command.name} --help`;
  return COMMANDS.some(({ name }) => name.startsWith(`${argv[0]} `))
    ? `gavel ${argv[0]} --help`
    : "gavel --help";
}
