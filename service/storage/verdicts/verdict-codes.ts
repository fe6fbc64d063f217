/** A code or a single word. A policy's own schema may allow any text in the properties of codes. */
const CODE = /^[\p{L}\p{N}._:/-]{1,64}$/u;

/** Whether a property of a verdict can be kept and searched when all text is erased. */
export function isCode(value: unknown): value is string {
  return typeof value === "string" && CODE.test(value);
}
