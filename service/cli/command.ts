import { parseArgs } from "node:util";
import { UsageError } from "./cli-error.ts";
import type { CliIo } from "./cli-io.ts";

export interface OptionSpec {
  readonly type: "string" | "boolean";
  readonly multiple?: boolean;
  readonly short?: string;
  /** What stands for the value in the help; for options that take one. */
  readonly value?: string;
  readonly description: string;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

type ValueOf<O extends OptionSpec> = O extends { type: "boolean" }
  ? boolean
  : O extends { multiple: true }
    ? string[]
    : string;

export interface Arguments<O extends OptionSpecs> {
  readonly values: { readonly [K in keyof O]?: ValueOf<O[K]> };
  readonly positionals: readonly string[];
}

/** One thing that gavel does. */
export interface Command {
  /** As typed: one or two words. */
  readonly name: string;
  readonly summary: string;
  /** What follows the name in the usage line. */
  readonly usage: string;
  readonly details?: string;
  readonly options: OptionSpecs;
  readonly examples: readonly string[];
  /** Resolves to the exit code. */
  run(argv: readonly string[], io: CliIo): Promise<number>;
}

type CommandSpec<O extends OptionSpecs> = Omit<Command, "run" | "options"> & {
  readonly options: O;
  run(args: Arguments<O>, io: CliIo): Promise<number>;
};

export function defineCommand<const O extends OptionSpecs>(spec: CommandSpec<O>): Command {
  return { ...spec, run: async (argv, io) => spec.run(parseArguments(argv, spec.options), io) };
}

/** Throws UsageError for options that the command does not have, or that lack their value. */
export function parseArguments<const O extends OptionSpecs>(
  argv: readonly string[],
  options: O,
): Arguments<O> {
  try {
    const parsed = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
    return parsed as unknown as Arguments<O>;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith("ERR_PARSE_ARGS_")) throw error;
    throw new UsageError(message.split(". ")[0]!, { cause: error });
  }
}

/** A whole number within bounds, or the fallback where the option is absent. Throws UsageError. */
export function integerOption(
  name: string,
  value: string | undefined,
  { min, max, fallback }: { readonly min: number; readonly max: number; readonly fallback: number },
): number {
  if (value === undefined) return fallback;
  const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw new UsageError(`--${name} must be a whole number from ${min} to ${max}`);
}

/** One of the choices, or undefined where the option is absent. Throws UsageError. */
export function choiceOption<const T extends string>(
  name: string,
  value: string | undefined,
  choices: readonly T[],
): T | undefined {
  if (value === undefined) return undefined;
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) throw new UsageError(`--${name} must be one of: ${choices.join(", ")}`);
  return choice;
}
