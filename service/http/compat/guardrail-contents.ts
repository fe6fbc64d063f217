import { type Content, MAX_CONTENT_CHARACTERS } from "../../../schemas/content.ts";
import type { GuardrailRequest } from "../../../schemas/guardrail.ts";
import { ServiceError } from "../../errors.ts";

type Message = NonNullable<GuardrailRequest["structured_messages"]>[number];
type ToolCall = NonNullable<GuardrailRequest["tool_calls"]>[number];

/**
 * What a guardrail request has to be judged: each different text and tool call by itself; where there is no
 * text, the messages as one conversation. Empty only where there is nothing that could be judged.
 *
 * Throws content_unsupported for what is there and cannot be judged, so that it does not pass unseen.
 */
export function contentsOf(request: GuardrailRequest): readonly Content[] {
  if ((request.images ?? []).length > 0) throw unsupported("/images", "Images");
  const texts = (request.texts ?? []).filter(isText);
  const calls = (request.tool_calls ?? []).flatMap(textsOfCall);
  const separate = [...new Set([...texts, ...calls])];
  // Looked through in any case: a part that cannot be judged must not pass because there is a text beside it.
  const messages = (request.structured_messages ?? []).flatMap(toTurn);
  if (texts.length > 0) return separate;
  return messages.length === 0 ? separate : [...separate, { messages }];
}

function toTurn({ role, content, tool_calls: calls }: Message, index: number) {
  const parts = typeof content === "string" ? [content] : (content ?? []);
  const texts = parts.flatMap((part, at) => {
    if (part === null) return [];
    if (typeof part === "string") return [part];
    if (typeof part.text === "string") return [part.text];
    throw unsupported(`/structured_messages/${index}/content/${at}`, "Parts without text");
  });
  const text = [...texts, ...(calls ?? []).flatMap(textsOfCall)].filter(isText).join("\n");
  return text === "" ? [] : [{ role: isText(role) ? role : "unknown", content: whole(text) }];
}

/** Name and arguments: both come from whoever speaks. A call of another kind is judged as the JSON that it is. */
function textsOfCall(call: ToolCall): string[] {
  const {
    id: _id,
    type: _type,
    index: _index,
    function: called,
    ...others
  } = call as Record<string, unknown> & ToolCall;
  const named = [called?.name, called?.arguments].filter(isText).join("\n");
  const text = named === "" && Object.keys(others).length > 0 ? JSON.stringify(others) : named;
  return text === "" ? [] : [whole(text)];
}

/** What is put together here may be longer than what the request may hold in one piece. */
function whole(text: string): string {
  if (text.length <= MAX_CONTENT_CHARACTERS) return text;
  throw new ServiceError(
    "invalid_request",
    `A message or tool call has more than ${MAX_CONTENT_CHARACTERS} characters.`,
  );
}

function isText(value: string | null | undefined): value is string {
  return value != null && value !== "";
}

function unsupported(pointer: string, what: string): ServiceError {
  return new ServiceError("content_unsupported", `${what} cannot be judged, and nothing passes unjudged.`, {
    faults: [{ pointer, message: "cannot be judged" }],
  });
}
