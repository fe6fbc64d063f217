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

/** Ours, and those of the language itself, whose messages name identifiers of the program, not what it was given. */
const SAFE_MESSAGES: ReadonlySet<string> = new Set([
  "ServiceError",
  "StorageError",
  "TypeError",
  "ReferenceError",
]);

/**
 * Reduces an unexpected error to what can be logged: name, code, stack frames, causes. Messages of others
 * are left out because they quote their input: drizzle puts the statement's parameters into its message,
 * PostgreSQL the value it could not read, JSON.parse the text.
 */
export function safeError(error: unknown, depth = 0): LoggableError {
  if (!(error instanceof Error)) return { name: typeof error, stack: [] };
  const code: unknown = "code" in error ? error.code : undefined;
  return {
    name: error.name,
    ...(typeof code === "string" ? { code } : {}),
    ...(SAFE_MESSAGES.has(error.name) ? { message: error.message } : {}),
    stack: framesOf(error.stack ?? ""),
    ...(error.cause !== undefined && depth < MAX_CAUSES ? { cause: safeError(error.cause, depth + 1) } : {}),
  };
}

/** The stack starts with the message, which may have many lines, even ones that look like frames. */
function framesOf(stack: string): string[] {
  return stack
    .split("\n")
    .filter((line) =>
      /^ {4}at (?:async )?(?:[\w.<>[\] #]+ \()?(?:file:|node:|\/)[^\s()]+:\d+:\d+\)?$/.test(line),
    )
    .map((line) => line.trim())
    .slice(0, MAX_FRAMES);
}
