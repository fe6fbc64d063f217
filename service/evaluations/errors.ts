import { goldenSetNameSchema } from "../../schemas/golden-set.ts";
import { ServiceError } from "../errors.ts";

const NAME = new RegExp(goldenSetNameSchema.pattern, "u");

/** Names the set only if the text is a valid name: anything else may be content. */
export function goldenSetNotFound(name: string, version: number | null): ServiceError {
  if (!NAME.test(name)) {
    return new ServiceError(
      "golden_set_not_found",
      `The value is not the name of a golden set. A name has: ${goldenSetNameSchema.description}`,
    );
  }
  return new ServiceError(
    "golden_set_not_found",
    version === null
      ? `No golden set has the name ${name}. List the golden sets to see their names.`
      : `The golden set ${name} has no version ${version}. List its versions to see their numbers.`,
  );
}
