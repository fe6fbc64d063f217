import { pointerTo } from "../../../schemas/json-pointer.ts";
import { ServiceError } from "../../errors.ts";

/** Members of messages, parts and calls that hold what is said, or objects with such members. */
const SPOKEN: ReadonlySet<string> = new Set([
  "content",
  "text",
  "refusal",
  "output",
  "name",
  "function",
  "function_call",
  "custom",
  "tool_calls",
  "reasoning_content",
  "thinking_blocks",
  "thinking",
]);

/** Members that hold data of any form, which is judged as the JSON that it is. */
const DATA: ReadonlySet<string> = new Set(["arguments", "input", "annotations", "provider_specific_fields"]);

/** Members that name, number or sign something. What is longer than a name is not taken for one. */
const LABELS: ReadonlySet<string> = new Set([
  "role",
  "type",
  "id",
  "index",
  "tool_call_id",
  "tool_use_id",
  "call_id",
  "status",
  "is_error",
  "cache_control",
]);
const MAX_LABEL_CHARACTERS = 256;
/** The provider's own seal on a thought: long, and refused by the provider if it is not its own. */
const SEAL = "signature";

/** What LiteLLM puts in an image's place when its operator chose `send_images: false`. */
const OMITTED_IMAGE = "[omitted]";

/** No message that a model is sent is nested so deep, and looking through it takes the stack. */
const MAX_DEPTH = 32;

/**
 * Every text in a message, part or call, in order. Throws content_unsupported for what is there and is no text,
 * members that are unknown included: what cannot be judged must not pass because there is a text beside it.
 */
export function textsIn(value: unknown, pointer: string, depth = 0): readonly string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  if (typeof value !== "object" || value === null) return [];
  if (depth > MAX_DEPTH) throw unsupported(pointer);
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => textsIn(item, `${pointer}/${index}`, depth + 1));
  }
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) =>
    textsOfMember(name, member, pointerTo(pointer, name.slice(0, 64)), depth + 1),
  );
}

/** As `textsIn`, of the list of parts that a message may have for its content: each part must have a text. */
export function textsInParts(content: unknown, pointer: string): readonly string[] {
  if (!Array.isArray(content)) return textsIn(content, pointer);
  return content.flatMap((part: unknown, index) => {
    const at = `${pointer}/${index}`;
    if (typeof part === "object" && part !== null && !Object.entries(part).some(isPartsContent)) {
      throw unsupported(at);
    }
    return textsIn(part, at);
  });
}

/** Whether anything in it may be content: any text, and what is too deep to look at. */
export function carriesContent(value: unknown, depth = 0): boolean {
  if (typeof value === "string") return value !== "";
  if (typeof value !== "object" || value === null) return false;
  return depth > MAX_DEPTH || Object.values(value).some((member) => carriesContent(member, depth + 1));
}

export function unsupported(pointer: string): ServiceError {
  return new ServiceError("content_unsupported", "Only text is judged, and nothing passes unjudged.", {
    faults: [{ pointer, message: "is not text that can be judged" }],
  });
}

function textsOfMember(name: string, value: unknown, pointer: string, depth: number): readonly string[] {
  if (SPOKEN.has(name)) return textsIn(value, pointer, depth);
  if (DATA.has(name)) return dataTexts(value, pointer, depth);
  const isKnown = (LABELS.has(name) && isLabel(value)) || name === SEAL || isOmittedImage(name, value);
  if (isKnown || !carriesContent(value)) return [];
  throw unsupported(pointer);
}

/** Data of any form, as one text. */
export function dataTexts(value: unknown, pointer: string, depth = 0): readonly string[] {
  if (typeof value === "string" || !carriesContent(value)) return textsIn(value, pointer, depth);
  if (isDeeperThan(value, MAX_DEPTH)) throw unsupported(pointer);
  return [JSON.stringify(value)];
}

function isPartsContent([name, value]: [string, unknown]): boolean {
  return SPOKEN.has(name) || DATA.has(name) || isOmittedImage(name, value);
}

function isOmittedImage(name: string, value: unknown): boolean {
  if (name !== "image_url") return false;
  return typeof value === "object" && value !== null && "url" in value
    ? value.url === OMITTED_IMAGE && Object.keys(value).length === 1
    : value === OMITTED_IMAGE;
}

function isLabel(value: unknown): boolean {
  const labels = typeof value === "object" && value !== null ? Object.values(value) : [value];
  return labels.every((label) =>
    typeof label === "string"
      ? label.length <= MAX_LABEL_CHARACTERS
      : typeof label !== "object" || label === null,
  );
}

function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return depth === 0 || Object.values(value).some((member) => isDeeperThan(member, depth - 1));
}
