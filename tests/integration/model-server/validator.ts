import { Ajv2020 } from "ajv/dist/2020.js";

/** Whether a value is valid against a schema. */
export function validator(schema: object): (value: unknown) => boolean {
  const validate = new Ajv2020().compile(schema);
  return (value) => validate(value);
}
