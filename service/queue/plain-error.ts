/** What BullMQ and its drivers throw has whole connections, statements and stacks hanging on it: only the words stay. */
export function plainError(error: Error): Error {
  const code: unknown = "code" in error ? error.code : undefined;
  return new Error(typeof code === "string" ? `${error.message} (${code})` : error.message);
}
