/** Keywords that say nothing about which values are valid. */
export const ANNOTATION_KEYWORDS: ReadonlySet<string> = new Set([
  "title",
  "description",
  "default",
  "examples",
  "deprecated",
  "$comment",
]);

/**
 * Keywords of a policy's output schema that the engine's grammar enforces, or that are validated once the verdict is
 * complete. `pattern` is not among them: a regular expression with exponential backtracking would block the worker.
 */
export const CONSTRAINT_KEYWORDS: ReadonlySet<string> = new Set([
  "type",
  "const",
  "enum",
  "properties",
  "required",
  "additionalProperties",
  "items",
  "prefixItems",
  "minItems",
  "maxItems",
  "uniqueItems",
  "minLength",
  "maxLength",
  "anyOf",
  "oneOf",
  "$ref",
  "format",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
]);
