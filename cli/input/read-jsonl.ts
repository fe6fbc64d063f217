import { externalIdSchema, metadataSchema } from "../../schemas/common.ts";
import { contentSchema } from "../../schemas/content.ts";
import { compileValidator } from "../../schemas/validate.ts";
import type { Item, Row } from "../judging/items.ts";
import { lines } from "./lines.ts";

interface Line {
  readonly id?: string | number;
  readonly content: Item["content"];
  readonly metadata?: NonNullable<Item["metadata"]>;
}

const validateLine = compileValidator<Line>({
  type: "object",
  required: ["content"],
  properties: {
    id: { anyOf: [externalIdSchema, { type: "number" }] },
    content: contentSchema,
    metadata: metadataSchema,
  },
});

/** Reads one JSON object per line: `{"id", "content", "metadata"}`. Other members and empty lines are ignored. */
export async function* readJsonl(source: AsyncIterable<string>): AsyncGenerator<Row> {
  let line = 0;
  for await (const text of lines(source)) {
    line += 1;
    if (text.trim() !== "") yield readLine(text, line);
  }
}

function readLine(text: string, line: number): Row {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { line, fault: "not valid JSON" };
  }
  const result = validateLine(value);
  if (!result.ok) {
    return {
      line,
      fault: result.faults.map(({ pointer, message }) => `${pointer || "/"} ${message}`).join("; "),
    };
  }
  const { id, content, metadata } = result.value;
  return {
    line,
    content,
    ...(id === undefined ? {} : { externalId: String(id) }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}
