import type { JsonSchema } from "../grammar/json-schema.ts";

export type Role = "system" | "developer" | "user" | "assistant" | "tool";
export type Channel = "analysis" | "commentary" | "final";

/** How much the model reasons, spelled as in the Harmony system message. */
export type ReasoningEffort = "low" | "medium" | "high";

/** The content of a system message. The line of an absent field is omitted. */
export interface SystemContent {
  readonly modelIdentity?: string;
  readonly knowledgeCutoff?: string;
  readonly conversationStartDate?: string;
  readonly reasoningEffort?: ReasoningEffort;
  readonly channels: readonly Channel[];
}

/** A format of the output, as it is described to the model. */
export interface ResponseFormat {
  readonly name: string;
  readonly description?: string;
  readonly schema: JsonSchema;
}

export interface DeveloperContent {
  readonly instructions?: string;
  readonly responseFormats?: readonly ResponseFormat[];
}

interface MessageHeader {
  readonly recipient?: string;
  readonly channel?: Channel;
  /** Spelled `<|constrain|>json` for the constrain token. */
  readonly contentType?: string;
}

/** One message. Content that is a string is rendered verbatim. */
export type Message = MessageHeader &
  (
    | { readonly role: "system"; readonly content: string | SystemContent }
    | { readonly role: "developer"; readonly content: string | DeveloperContent }
    | { readonly role: "user" | "assistant"; readonly name?: string; readonly content: string }
    | { readonly role: "tool"; readonly name: string; readonly content: string }
  );

export interface Conversation {
  readonly messages: readonly Message[];
}
