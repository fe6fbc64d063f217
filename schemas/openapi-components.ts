import type { MessageSchema } from "./operations/operation.ts";

/** A reference to the component of this title. */
export function referenceTo(title: string): object {
  return { $ref: `#/components/schemas/${title}` };
}

/** The messages of a document by title. A message inside another becomes a reference to its own component. */
export class Components {
  readonly schemas: Record<string, object> = {};

  add(message: MessageSchema): object {
    const { title } = message;
    if (!Object.hasOwn(this.schemas, title)) {
      this.schemas[title] = {};
      const { $id: _id, ...schema } = message;
      this.schemas[title] = this.resolve(schema);
    }
    return referenceTo(title);
  }

  resolve(schema: object): object {
    return this.#walk(schema) as object;
  }

  /** Drops every `$id`: inside OpenAPI it would change the base of `$ref`. */
  #walk(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#walk(item));
    if (typeof value !== "object" || value === null) return value;
    if ("$id" in value && "title" in value) return this.add(value as unknown as MessageSchema);
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, this.#walk(child)]));
  }
}
