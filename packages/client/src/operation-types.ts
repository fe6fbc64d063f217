import type { Operations } from "./api.ts";

export type OperationId = keyof Operations;

/** One part of a call, required if the operation requires something in it. */
type Part<Name extends string, Value> = Value extends undefined
  ? { readonly [name in Name]?: never }
  : { readonly [key: string]: never } extends Value
    ? { readonly [name in Name]?: Value }
    : { readonly [name in Name]: Value };

export type CallOptions<Id extends OperationId> = Part<"path", Operations[Id]["path"]> &
  Part<"query", Operations[Id]["query"]> &
  Part<"body", Operations[Id]["body"]> & {
    readonly headers?: Operations[Id]["headers"] & {
      readonly "Content-Type"?: string;
      /** The media type of the response, which is then returned unread. */
      readonly Accept?: string;
    };
    readonly signal?: AbortSignal;
    /** For each attempt, instead of the client's. */
    readonly timeoutMs?: number;
  };

/** A response of an operation; `status` distinguishes its variants. */
export type OperationResponse<Id extends OperationId> = {
  [Status in keyof Operations[Id]["responses"]]: {
    readonly status: Status;
    /** The JSON, null without a body, or the unread response if it is something else. */
    readonly data: Operations[Id]["responses"][Status];
    readonly headers: Headers;
  };
}[keyof Operations[Id]["responses"]];

/** Without If-None-Match no response is "not modified". */
export type FreshResponse<Id extends OperationId> = Exclude<OperationResponse<Id>, { readonly status: 304 }>;

export interface UnreadResponse {
  readonly status: number;
  readonly data: Response;
  readonly headers: Headers;
}

export interface Conditional {
  readonly headers: { readonly "If-None-Match": string };
}

export interface Negotiated {
  readonly headers: { readonly Accept: string };
}
