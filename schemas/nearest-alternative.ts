import type { ErrorObject } from "ajv/dist/2020.js";

/**
 * Keeps, of each failed `anyOf`, only the faults of the nearest alternative. That is, of the alternatives whose type
 * the value has, the one with the fewest type faults, then the fewest faults, then the latest first fault. If the value
 * has the type of no alternative, one fault lists the types.
 *
 * Ajv reports an `anyOf` right after the faults of its alternatives, so one pass from the front is enough.
 */
export function withoutOtherAlternatives(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const kept: ErrorObject[] = [];
  for (const error of errors) {
    if (error.keyword !== "anyOf") {
      kept.push(error);
      continue;
    }
    const start = kept.findLastIndex((earlier) => !isInside(earlier, error)) + 1;
    const alternatives = byAlternative(kept.splice(start), error);
    const ofType = alternatives.filter((faults) => !faults.some((fault) => isOfOtherType(fault, error)));
    kept.push(...(ofType.toSorted(byNearness)[0] ?? [typeFault(error, alternatives)]));
  }
  return kept;
}

function byNearness(a: readonly ErrorObject[], b: readonly ErrorObject[]): number {
  const typeFaults = (faults: readonly ErrorObject[]): number =>
    faults.filter(({ keyword }) => keyword === "type").length;
  const firstPath = (faults: readonly ErrorObject[]): string => faults[0]?.instancePath ?? "";
  return (
    typeFaults(a) - typeFaults(b) ||
    a.length - b.length ||
    firstPath(b).localeCompare(firstPath(a), "en", { numeric: true })
  );
}

function isInside({ schemaPath, instancePath }: ErrorObject, choice: ErrorObject): boolean {
  return (
    schemaPath.startsWith(`${choice.schemaPath}/`) &&
    (instancePath === choice.instancePath || instancePath.startsWith(`${choice.instancePath}/`))
  );
}

/** Groups the faults by alternative. */
function byAlternative(errors: readonly ErrorObject[], choice: ErrorObject): readonly ErrorObject[][] {
  const alternatives = new Map<string, ErrorObject[]>();
  for (const error of errors) {
    const number = error.schemaPath.slice(choice.schemaPath.length + 1).split("/")[0] ?? "";
    const faults = alternatives.get(number);
    if (faults === undefined) alternatives.set(number, [error]);
    else faults.push(error);
  }
  return [...alternatives.values()];
}

function isOfOtherType({ keyword, instancePath }: ErrorObject, choice: ErrorObject): boolean {
  return keyword === "type" && instancePath === choice.instancePath;
}

function typeFault(choice: ErrorObject, alternatives: readonly (readonly ErrorObject[])[]): ErrorObject {
  const wrong = alternatives.flat().filter((fault) => isOfOtherType(fault, choice));
  const types = wrong.flatMap((fault) => fault.params["type"] as string | readonly string[]);
  return { ...choice, keyword: "type", params: { type: [...new Set(types)] } };
}
