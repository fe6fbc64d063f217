/** The exit codes of the gavel command. */
export const EXIT = {
  ok: 0,
  error: 1,
  usage: 2,
  notJudged: 3,
  /** 128 + SIGINT, as shells report it. */
  interrupted: 130,
} as const;

/** Exit codes with their meanings, for a command's help. */
export type ExitCodes = readonly (readonly [code: number, meaning: string])[];

const ERRORS = [
  [EXIT.error, "an error, such as an unreachable service or a key that is refused"],
  [EXIT.usage, "the command line is wrong"],
] as const;
const INTERRUPTED = [EXIT.interrupted, "interrupted"] as const;

/** Of commands that call the service. */
export const SERVICE_EXIT_CODES: ExitCodes = [[EXIT.ok, "success"], ...ERRORS, INTERRUPTED];

/** Of commands that show whether items were judged. */
export const JUDGING_EXIT_CODES: ExitCodes = [
  [EXIT.ok, "success; a violating item is a success too"],
  ...ERRORS,
  [EXIT.notJudged, "at least one item was not judged"],
  INTERRUPTED,
];

/** Of commands that work on this machine. */
export const LOCAL_EXIT_CODES: ExitCodes = [
  [EXIT.ok, "success"],
  [EXIT.error, "failure; the message says what is wrong and what to do"],
  [EXIT.usage, "the command line is wrong"],
  INTERRUPTED,
];

/** Of commands that check documents. */
export const LINT_EXIT_CODES: ExitCodes = [
  [EXIT.ok, "no finding, or none as severe as --fail-on"],
  [EXIT.error, "findings, or an error such as a file that cannot be read"],
  [EXIT.usage, "the command line is wrong"],
  INTERRUPTED,
];
