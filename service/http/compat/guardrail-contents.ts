import { type Content, MAX_CONTENT_CHARACTERS } from "../../../schemas/content.ts";
import { type GuardrailRequest, guardrailRequestSchema } from "../../../schemas/guardrail.ts";
import { pointerTo } from "../../../schemas/json-pointer.ts";
import { ServiceError } from "../../errors.ts";
import { carriesContent, dataTexts, textsIn, textsInParts, unsupported } from "./guardrail-texts.ts";

type Message = NonNullable<GuardrailRequest["structured_messages"]>[number];

interface Turn {
  readonly role: string;
  readonly texts: readonly string[];
}

/**
 * Returns the parts of a guardrail request that have to be judged: each distinct text and tool call, the tool
 * definitions as one text, and the rest of the messages as one conversation. Empty only if the request has no content.
 *
 * Throws content_unsupported for content that cannot be judged, so that it does not pass unchecked.
 */
export function contentsOf(request: GuardrailRequest): readonly Content[] {
  if ((request.images ?? []).length > 0) throw unsupported("/images");
  refuseUnknownMembers(request);
  const texts = (request.texts ?? []).flatMap((text) => text ?? []);
  const calls = (request.tool_calls ?? []).map((call, index) =>
    textsIn(call, `/tool_calls/${index}`).join("\n"),
  );
  const separate = new Set(
    [...texts, ...calls, definitionsOf(request)].filter((text) => text !== "").map(whole),
  );

  const turns = (request.structured_messages ?? []).map(toTurn);
  // The proxy extracts the texts from the messages. If it did not, the whole conversation is judged.
  const remaining = texts.every((text) => text === "") ? turns : turns.map((turn) => without(turn, separate));
  const messages = remaining.flatMap(({ role, texts: turnTexts }) =>
    turnTexts.length === 0 ? [] : [{ role, content: whole(turnTexts.join("\n")) }],
  );
  return messages.length === 0 ? [...separate] : [...separate, { messages }];
}

/** A member that a later version of the proxy adds may be content, which would then pass unchecked. */
function refuseUnknownMembers(request: GuardrailRequest): void {
  for (const [name, value] of Object.entries(request)) {
    if (Object.hasOwn(guardrailRequestSchema.properties, name) || !carriesContent(value)) continue;
    throw unsupported(pointerTo("", name.slice(0, 64)));
  }
}

/** Names, descriptions and parameters reach the model, and the proxy's caller chooses them. */
function definitionsOf({ tools }: GuardrailRequest): string {
  const described = (tools ?? []).filter(({ type: _type, ...definition }) => carriesContent(definition));
  return described.length === 0 ? "" : dataTexts(described, "/tools").join("");
}

function toTurn(message: Message, index: number): Turn {
  const pointer = `/structured_messages/${index}`;
  const { role, content, tool_calls: calls, ...others } = message;
  const texts = [
    ...textsInParts(content, `${pointer}/content`),
    ...textsIn(others, pointer),
    ...(calls ?? []).map((call, at) => textsIn(call, `${pointer}/tool_calls/${at}`).join("\n")),
  ];
  return { role: role ? role : "unknown", texts: texts.filter((text) => text !== "") };
}

function without({ role, texts }: Turn, judged: ReadonlySet<string>): Turn {
  return { role, texts: texts.filter((text) => !judged.has(text)) };
}

/** A combined text may be longer than any single text of a request. */
function whole(text: string): string {
  if (text.length <= MAX_CONTENT_CHARACTERS) return text;
  throw new ServiceError(
    "invalid_request",
    `A message, a tool call or the tool definitions have more than ${MAX_CONTENT_CHARACTERS} characters. Send less.`,
  );
}
