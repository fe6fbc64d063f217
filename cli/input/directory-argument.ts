import path from "node:path";
import { UsageError } from "../cli-error.ts";

/** The absolute path of a directory that was named on the command line. Throws UsageError for none, which would be this one. */
export function directoryArgument(what: string, text: string): string {
  if (text.trim() === "") throw new UsageError(`${what} is empty: name a directory, such as ./model`);
  return path.resolve(text);
}
