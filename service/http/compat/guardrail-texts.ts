import { pointerTo } from "../../../schemas/json-pointer.ts";
import { ServiceError } from "../../errors.ts";

/** Members of messages, parts and calls that contain text, or objects with such members. */
const TEXT_MEMBERS: ReadonlySet<string> = new Set([
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

/** Members that contain any data. It is judged as JSON. */
const DATA: ReadonlySet<string> = new Set(["arguments", "input", "annotations", "provider_specific_fields"]);

/** Members that contain names, numbers and ids. A longer value does not count as a label. */
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
/** The provider's signature of a reasoning block. It may be long; the provider rejects any other value. */
const SIGNATURE = "signature";

/** LiteLLM's placeholder for an image with `send_images: false`. */
const OMITTED_IMAGE = "[omitted]";

/** Messages to models are not nested this deep. The traversal is recursive, so its depth is limited. */
const MAX_DEPTH = 32;

/**
 * Returns every text in a message, part or call, in order. Throws content_unsupported for content that is not text and
 * for unknown members: what cannot be judged must not pass because it comes with a text.
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

/** Like `textsIn`, for the parts of a message's content. Each part must have a text. */
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

/** Whether a value may contain content: any text, or anything nested too deep to check. */
export function carriesContent(value: unknown, depth = 0): boolean {
  if (typeof value === "string") return value !== "";
  if (typeof value !== "object" || value === null) return false;
  return depth > MAX_DEPTH || Object.values(value).some((member) => carriesContent(member, depth + 1));
}

export function unsupported(pointer: string): ServiceError {
  return new ServiceError(
    "content_unsupported",
    "Part of the request is not text, so it cannot be judged. Send only text.",
    {
      faults: [{ pointer, message: "is not text that can be judged" }],
    },
  );
}

function textsOfMember(name: string, value: unknown, pointer: string, depth: number): readonly string[] {
  if (TEXT_MEMBERS.has(name)) return textsIn(value, pointer, depth);
  if (DATA.has(name)) return dataTexts(value, pointer, depth);
  const isKnown = (LABELS.has(name) && isLabel(value)) || name === SIGNATURE || isOmittedImage(name, value);
  if (isKnown || !carriesContent(value)) return [];
  throw unsupported(pointer);
}

/** Returns any data as one text. */
export function dataTexts(value: unknown, pointer: string, depth = 0): readonly string[] {
  if (typeof value === "string" || !carriesContent(value)) return textsIn(value, pointer, depth);
  if (isDeeperThan(value, MAX_DEPTH)) throw unsupported(pointer);
  return [JSON.stringify(value)];
}

function isPartsContent([name, value]: [string, unknown]): boolean {
  return TEXT_MEMBERS.has(name) || DATA.has(name) || isOmittedImage(name, value);
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
