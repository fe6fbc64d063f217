import { parseArgs } from "node:util";
import { UsageError } from "./cli-error.ts";
import type { CliIo } from "./cli-io.ts";
import type { ExitCodes } from "./exit-codes.ts";
import { oneLine } from "./printing/plain-text.ts";

export interface OptionSpec {
  readonly type: "string" | "boolean";
  readonly multiple?: boolean;
  readonly short?: string;
  /** The placeholder for the value in the help, for options that take one. */
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

/** A command of gavel, such as `policy push`. */
export interface Command {
  /** As typed: one or two words. */
  readonly name: string;
  readonly summary: string;
  /** The usage line after the name. */
  readonly usage: string;
  readonly details?: string;
  readonly options: OptionSpecs;
  readonly examples: readonly string[];
  /** Default: those of commands that call the service. */
  readonly exitCodes?: ExitCodes;
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

/** Throws UsageError for unknown options and for options without their value. */
export function parseArguments<const O extends OptionSpecs>(
  argv: readonly string[],
  options: O,
): Arguments<O> {
  const parsed = parseArgs({
    args: [...argv],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const token of parsed.tokens) {
    const fault = token.kind === "option" ? optionFault(token, options) : null;
    if (fault !== null) throw new UsageError(fault);
  }
  return parsed as unknown as Arguments<O>;
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function optionFault(
  { name, rawName, value, inlineValue }: OptionToken,
  options: OptionSpecs,
): string | null {
  const spec = Object.hasOwn(options, name) ? options[name] : undefined;
  if (spec === undefined) {
    const names = Object.keys(options).map((known) => `--${known}`);
    return `unknown option ${oneLine(rawName, 60)}; the options are ${names.join(", ")}`;
  }
  if (spec.type === "boolean") return value === undefined ? null : `--${name} takes no value`;
  const needed = `--${name} needs a value: --${name} ${spec.value ?? "VALUE"}`;
  if (value === undefined) return needed;
  // A value that looks like an option most likely is one, and the value was forgotten.
  const option = inlineValue === false && /^-./.test(value);
  return option ? `${needed}; if it starts with a dash: --${name}=${oneLine(value, 60)}` : null;
}

/** Null unless the text is a whole number within the bounds. */
export function wholeNumber(
  text: string,
  { min, max }: { readonly min: number; readonly max: number },
): number | null {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  return number >= min && number <= max ? number : null;
}

/** A whole number within bounds, or the fallback if the option is absent. Throws UsageError. */
export function integerOption(
  name: string,
  value: string | undefined,
  { min, max, fallback }: { readonly min: number; readonly max: number; readonly fallback: number },
): number {
  if (value === undefined) return fallback;
  const number = wholeNumber(value, { min, max });
  if (number !== null) return number;
  throw new UsageError(`--${name} must be a whole number from ${min} to ${max}; got "${oneLine(value, 60)}"`);
}

/** A whole number from 1, or undefined if the option is absent. Throws UsageError. */
export function optionalInteger(name: string, value: string | undefined, max: number): number | undefined {
  return value === undefined ? undefined : integerOption(name, value, { min: 1, max, fallback: 1 });
}

/** One of the choices, or undefined if the option is absent. Throws UsageError. */
export function choiceOption<const T extends string>(
  name: string,
  value: string | undefined,
  choices: readonly T[],
): T | undefined {
  if (value === undefined) return undefined;
  const choice = choices.find((candidate) => candidate === value);
  if (choice !== undefined) return choice;
  throw new UsageError(`--${name} must be one of: ${choices.join(", ")}; got "${oneLine(value, 60)}"`);
}
