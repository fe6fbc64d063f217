import { MAX_LITERAL_BYTES, MAX_NESTING, MAX_NODES, MAX_SCHEMA_LEVELS, MAX_SCHEMA_VALUES } from "./limits.ts";
import { unsupported } from "./schema-keywords.ts";

/** Limits the cost of compiling one schema; every method throws SchemaUnsupportedError at its limit. */
export class CompileBudget {
  #depth = 0;
  #nodes = 0;
  #literalBytes = 0;

  /** Runs one step of the descent into a schema. */
  nested<T>(pointer: string, step: () => T): T {
    this.#nodes += 1;
    if (this.#nodes > MAX_NODES) {
      throw unsupported(pointer, `makes the schema larger than ${MAX_NODES} parts`);
    }
    this.#depth += 1;
    if (this.#depth > MAX_NESTING) {
      throw unsupported(pointer, `is nested deeper than ${MAX_NESTING} levels`);
    }
    const result = step();
    this.#depth -= 1;
    return result;
  }

  spendLiterals(pointer: string, texts: readonly string[]): void {
    for (const text of texts) {
      this.#literalBytes += Buffer.byteLength(text, "utf8");
    }
    if (this.#literalBytes > MAX_LITERAL_BYTES) {
      throw unsupported(pointer, `makes the schema's fixed texts longer than ${MAX_LITERAL_BYTES} bytes`);
    }
  }
}

/**
 * Limits the size of a schema as plain data, before other code recurses into it. Data from YAML may contain one
 * object at many positions, so each occurrence counts.
 */
export function assertBounded(schema: unknown): void {
  let values = 0;
  const visit = (value: unknown, level: number): void => {
    values += 1;
    if (level > MAX_SCHEMA_LEVELS || values > MAX_SCHEMA_VALUES) {
      throw unsupported("", `has more than ${MAX_SCHEMA_LEVELS} levels or ${MAX_SCHEMA_VALUES} values`);
    }
    if (typeof value === "object" && value !== null) {
      Object.values(value).forEach((part) => visit(part, level + 1));
    }
  };
  visit(schema, 0);
}
