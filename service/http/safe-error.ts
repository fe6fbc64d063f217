import { SafeError } from "../errors.ts";

/** An error as it may be logged. */
export interface LoggableError {
  readonly name: string;
  readonly code?: string;
  readonly message?: string;
  readonly stack: readonly string[];
  readonly cause?: LoggableError;
}

const MAX_CAUSES = 3;
const MAX_FRAMES = 20;

/** JavaScript's own errors contain identifiers of the program in their messages, never its input. */
const SAFE_MESSAGES = [SafeError, TypeError, ReferenceError] as const;

/**
 * Reduces an unexpected error to what can be logged: name, code, stack frames and causes. Messages of libraries
 * are dropped because they quote their input: drizzle the parameters of a statement, PostgreSQL a value that it
 * could not parse, JSON.parse the text.
 */
export function safeError(error: unknown, depth = 0): LoggableError {
  if (!(error instanceof Error)) return { name: typeof error, stack: [] };
  const code: unknown = "code" in error ? error.code : undefined;
  return {
    name: error.name,
    ...(typeof code === "string" ? { code } : {}),
    ...(SAFE_MESSAGES.some((type) => error instanceof type) ? { message: error.message } : {}),
    stack: framesOf(error.stack ?? ""),
    ...(error.cause !== undefined && depth < MAX_CAUSES ? { cause: safeError(error.cause, depth + 1) } : {}),
  };
}

/** The stack starts with the message, which may span several lines, some of which may look like frames. */
function framesOf(stack: string): string[] {
  return stack
    .split("\n")
    .filter((line) =>
      /^ {4}at (?:async )?(?:[\w.<>[\] #]+ \()?(?:file:|node:|\/)[^\s()]+:\d+:\d+\)?$/.test(line),
    )
    .map((line) => line.trim())
    .slice(0, MAX_FRAMES);
}
