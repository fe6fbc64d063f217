import type { Scope } from "../api-key.ts";

/** A message as a JSON Schema with the name that it has as an OpenAPI component. */
export interface MessageSchema {
  readonly title: string;
  readonly [keyword: string]: unknown;
}

export type RequestHeader = "Prefer" | "Idempotency-Key" | "If-Match" | "If-None-Match" | "Last-Event-ID";
export type ResponseHeader =
  | "ETag"
  | "Location"
  | "Preference-Applied"
  | "Idempotent-Replayed"
  | "RateLimit-Policy"
  | "RateLimit"
  | "Retry-After";

export interface OperationBody {
  readonly mediaType: string;
  /** Absent: plain text. */
  readonly schema?: MessageSchema;
  readonly example?: unknown;
}

export interface OperationResponse {
  readonly status: number;
  readonly description: string;
  readonly bodies?: readonly OperationBody[];
  readonly headers?: readonly ResponseHeader[];
}

/** One thing that can be asked of the service, in the words of its reference. */
export interface Operation {
  readonly id: string;
  readonly method: "get" | "put" | "post" | "patch" | "delete";
  /** With its parameters in braces; each is described in openapi.ts. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  /** What the key must be allowed to; "any": any valid key; "none": no key. */
  readonly scope: Scope | "any" | "none";
  /** Where a browser may use HTTP Basic. */
  readonly basic?: true;
  /** Where the key may come as X-API-Key. */
  readonly apiKeyHeader?: true;
  readonly headers?: readonly RequestHeader[];
  /** An object schema whose properties are the query's parameters. */
  readonly query?: { readonly properties: Readonly<Record<string, object>> };
  readonly body?: OperationBody & { readonly description: string };
  readonly responses: readonly OperationResponse[];
  /** Codes beyond those that every operation, every guarded one and every one with a body can answer. */
  readonly problems: readonly string[];
  /** Where errors are told in this message, as JSON, instead of as problems. */
  readonly errorBody?: MessageSchema;
}

export const NOT_MODIFIED: OperationResponse = {
  status: 304,
  description: "The client has this representation already (If-None-Match).",
  headers: ["ETag"],
};
