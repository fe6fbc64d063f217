import type { Operations } from "./api.ts";

export type OperationId = keyof Operations;

/** A part of a call: must be given where the operation requires something of it. */
type Part<Name extends string, Value> = Value extends undefined
  ? { readonly [name in Name]?: never }
  : { readonly [key: string]: never } extends Value
    ? { readonly [name in Name]?: Value }
    : { readonly [name in Name]: Value };

export type CallOptions<Id extends OperationId> = Part<"path", Operations[Id]["path"]> &
  Part<"query", Operations[Id]["query"]> &
  Part<"body", Operations[Id]["body"]> & {
    readonly headers?: Operations[Id]["headers"] & { readonly "Content-Type"?: string };
    readonly signal?: AbortSignal;
  };

/** Told apart by `status`. */
export type Answer<Id extends OperationId> = {
  [Status in keyof Operations[Id]["answers"]]: {
    readonly status: Status;
    /** JSON as it is typed; null without a body; anything else the response itself, not read yet. */
    readonly data: Operations[Id]["answers"][Status];
    readonly headers: Headers;
  };
}[keyof Operations[Id]["answers"]];

/** Without If-None-Match nothing is answered by "not modified". */
export type FreshAnswer<Id extends OperationId> = Exclude<Answer<Id>, { readonly status: 304 }>;

export interface Conditional {
  readonly headers: { readonly "If-None-Match": string };
}
