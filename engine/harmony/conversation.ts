import type { JsonSchema } from "../grammar/json-schema.ts";

export type Role = "system" | "developer" | "user" | "assistant" | "tool";
export type Channel = "analysis" | "commentary" | "final";

/** How long the model may think; spelled as the Harmony system message spells it. */
export type ReasoningEffort = "low" | "medium" | "high";

/** What a system message says. An absent field leaves its line out. */
export interface SystemContent {
  readonly modelIdentity?: string;
  readonly knowledgeCutoff?: string;
  readonly conversationStartDate?: string;
  readonly reasoningEffort?: ReasoningEffort;
  readonly channels: readonly Channel[];
}

/** A shape the answer must have, as the model is told of it. */
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
  /** Written `<|constrain|>json` where the constrain token is meant. */
  readonly contentType?: string;
}

/** One message. A string is rendered as it stands. */
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
