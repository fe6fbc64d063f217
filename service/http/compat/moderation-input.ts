import type { ModerationRequest } from "../../../schemas/moderations.ts";
import { MAX_CONTENT_CHARACTERS } from "../../../schemas/content.ts";
import { ServiceError } from "../../errors.ts";

/** Returns the texts of a request, one for each result. Parts become lines of one text. Throws invalid_request. */
export function textsOf({ input }: ModerationRequest): readonly string[] {
  if (typeof input === "string") return [input];
  const parts = input.map((part) => (typeof part === "string" ? null : part.text));
  if (parts.every((part) => part === null)) return input as string[];
  const text = parts.join("\n");
  if (text.length <= MAX_CONTENT_CHARACTERS) return [text];
  throw new ServiceError("invalid_request", "The parts are too long together. Send fewer or shorter parts.", {
    faults: [{ pointer: "/input", message: `must not have more than ${MAX_CONTENT_CHARACTERS} characters` }],
  });
}

/** Throws content_unsupported if a body, not validated yet, has a part that is not text. */
export function refuseOtherParts(body: unknown): void {
  const input: unknown = typeof body === "object" && body !== null && "input" in body ? body.input : null;
  if (!Array.isArray(input)) return;
  const index = input.findIndex(
    (part: unknown) =>
      typeof part === "object" &&
      part !== null &&
      "type" in part &&
      typeof part.type === "string" &&
      part.type !== "text",
  );
  if (index === -1) return;
  throw new ServiceError(
    "content_unsupported",
    "Images and other parts that are not text cannot be judged. Send only text.",
    {
      faults: [{ pointer: `/input/${index}/type`, message: 'must be "text"' }],
    },
  );
}
