import type { JsonSchema } from "../../../engine/engine.ts";
import type { Generated, GenerationRequest } from "./generation.ts";

/** The part of a server that a wire uses. */
export interface WireContext {
  readonly model: string;
  readonly apiKey: string | null;
  readonly maxContextTokens: number;
  readonly maxNumSeqs: number;
  readonly reportCachedTokens: boolean;
  /** Whether it loads models on demand and has none. */
  readonly router: boolean;
  readonly generate: (request: GenerationRequest, signal: AbortSignal) => Promise<Generated>;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is sent as text, a Stream as server-sent events, anything else as JSON. */
  readonly body: unknown;
}

/** Sent unchanged. */
export class Stream {
  readonly events: AsyncIterable<unknown>;

  constructor(events: AsyncIterable<unknown>) {
    this.events = events;
  }
}

export type Fields = Readonly<Record<string, unknown>>;
export type Handler = (body: Fields, signal: AbortSignal) => Reply | Promise<Reply>;

/** The protocol of one kind of server. */
export interface Wire {
  /** By "METHOD /path". */
  readonly routes: Readonly<Record<string, Handler>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** The body of an error of this server. */
  error(status: number, message: string): unknown;
  /** Paths that require no key. */
  readonly open?: readonly string[];
  /** Requests processed at a time; further ones of any kind wait, including health checks. */
  readonly threads?: number;
}

/** An error of the server, with its own message. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, message: string, body?: unknown) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

/** Undefined if the field is missing or null; refused with 400 if it has another type. */
export function integer(fields: Fields, name: string): number | undefined {
  const value = fields[name] ?? undefined;
  if (value === undefined || (typeof value === "number" && Number.isInteger(value))) return value;
  throw new Refusal(400, `${name} must be an integer`);
}

export function number(fields: Fields, name: string): number | undefined {
  const value = fields[name] ?? undefined;
  if (value === undefined || typeof value === "number") return value;
  throw new Refusal(400, `${name} must be a number`);
}

export function text(fields: Fields, name: string): string | undefined {
  const value = fields[name] ?? undefined;
  if (value === undefined || typeof value === "string") return value;
  throw new Refusal(400, `${name} must be a string`);
}

export function record(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

export function integers(value: unknown): readonly number[] | undefined {
  return Array.isArray(value) && value.every((item) => Number.isInteger(item)) ? value : undefined;
}

/** One string or several. */
export function strings(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.every((item) => typeof item === "string")) return list;
  throw new Refusal(400, "expected a string or a list of strings");
}

/** The schema in OpenAI's `response_format`, of which only json_schema is supported here. */
export function responseSchema(format: unknown): { schema: JsonSchema; strict: boolean } | undefined {
  const fields = record(format);
  if (fields === undefined || fields["type"] === "text") return undefined;
  const described = record(fields["json_schema"]);
  const schema = record(described?.["schema"]);
  if (fields["type"] !== "json_schema" || schema === undefined) {
    throw new Refusal(400, "response_format must be json_schema with a schema");
  }
  return { schema, strict: described?.["strict"] === true };
}

export function secondsNow(): number {
  return Math.floor(Date.now() / 1000);
}
