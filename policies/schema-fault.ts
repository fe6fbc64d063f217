/** One thing that a policy's schema must not contain. The JSON Pointer starts at the schema's root. */
export interface SchemaFault {
  readonly pointer: string;
  readonly message: string;
}
