import { PolicyError } from "./errors.ts";
import type { JsonSchema, ParsedPolicy } from "./policy.ts";

/** The part of a schema that cannot be decoded, as a JSON Pointer, and why. */
export interface UndecodablePart {
  readonly pointer: string;
  readonly reason: string;
}

/**
 * Checks that verdicts of a policy can be decoded; `undecodablePart` is the engine's check of a schema. Throws
 * PolicyError.
 */
export function assertVerdictsDecodable(
  { verdictSchema }: Pick<ParsedPolicy, "verdictSchema">,
  undecodablePart: (schema: JsonSchema) => UndecodablePart | null,
): void {
  const part = undecodablePart(verdictSchema.strict);
  if (part === null) return;
  const { pointer, reason } = part;
  throw verdictSchema.custom
    ? new PolicyError(
        "output_schema_invalid",
        "No verdict can be decoded under the output schema of the policy",
        [{ pointer: `/output_schema${pointer}`, message: reason }],
      )
    : new PolicyError(
        "front_matter_invalid",
        "The policy has more codes than a verdict can be decoded with",
        [{ pointer: "", message: `has codes whose verdict schema ${reason}; use fewer or shorter codes` }],
      );
}
