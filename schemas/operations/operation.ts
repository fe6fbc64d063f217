import type { Scope } from "../api-key.ts";

/** A message as a JSON Schema. Its title is its name as an OpenAPI component. */
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

/** One operation of the API, as its reference describes it. */
export interface Operation {
  readonly id: string;
  readonly method: "get" | "put" | "post" | "patch" | "delete";
  /** With its parameters in braces; PATH_PARAMETERS describes each. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  /** The scope that the key needs; "any": any valid key; "none": no key. */
  readonly scope: Scope | "any" | "none";
  /** The only credential that is accepted. Absent: a key, or the session of a browser. */
  readonly credentials?: "key" | "session";
  /** A second scope that the key needs too. */
  readonly alsoScope?: Scope;
  /** Whether a browser may use HTTP Basic. */
  readonly basic?: true;
  /** Whether the key may be sent as X-API-Key. */
  readonly apiKeyHeader?: true;
  readonly headers?: readonly RequestHeader[];
  /** An object schema whose properties are the query parameters. */
  readonly query?: {
    readonly required?: readonly string[];
    readonly properties: Readonly<Record<string, object>>;
  };
  readonly body?: OperationBody & { readonly description: string };
  readonly responses: readonly OperationResponse[];
  /** Error codes besides those that `commonProblems` in openapi.ts derives from scope and body. */
  readonly problems: readonly string[];
  /** The message of errors, as JSON, if they are not problems. */
  readonly errorBody?: MessageSchema;
}

export const NOT_MODIFIED: OperationResponse = {
  status: 304,
  description: "Not modified: the representation that If-None-Match names is current.",
  headers: ["ETag"],
};
