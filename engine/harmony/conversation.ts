import type { JsonSchema, ReasoningEffort } from "../engine.ts";

export type Role = "system" | "developer" | "user" | "assistant" | "tool";
export type Channel = "analysis" | "commentary" | "final";
