/**
 * Keeps only the message and code of an error: those of BullMQ and its drivers carry connections, statements and
 * stacks.
 */
export function plainError(error: Error): Error {
  const code: unknown = "code" in error ? error.code : undefined;
  return new Error(typeof code === "string" ? `${error.message} (${code})` : error.message);
}
