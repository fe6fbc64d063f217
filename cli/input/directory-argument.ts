import path from "node:path";
import { UsageError } from "../cli-error.ts";

/**
 * The absolute path of a directory given on the command line. Throws UsageError for "", which would be the current
 * directory.
 */
export function directoryArgument(what: string, text: string): string {
  if (text.trim() === "") throw new UsageError(`${what} is empty: give a directory, such as ./model`);
  return path.resolve(text);
}
