import { UsageError } from "./cli-error.ts";
import type { PolicyRef } from "./judge-item.ts";

/** `spam` or `spam@3`. Throws UsageError. */
export function parsePolicyRef(text: string): PolicyRef {
  const match = /^([a-z0-9][a-z0-9._-]{0,63})(?:@(\d{1,9}))?$/.exec(text);
  if (!match) {
    throw new UsageError(
      "a policy is named by lower-case letters, digits, dot, dash and underscore, and a version behind an @: spam@3",
    );
  }
  return { id: match[1]!, ...(match[2] === undefined ? {} : { version: Number(match[2]) }) };
}
