import { Ajv2020 } from "ajv/dist/2020.js";

/** Whether a value is as a schema says. */
export function validator(schema: object): (value: unknown) => boolean {
  const validate = new Ajv2020().compile(schema);
  return (value) => validate(value);
}
