/**
 * "ok": the request succeeded; "failed": the server failed; "refused": its address refuses connections;
 * "overflowed": the context that its requests share is full; "aborted": nothing was learned about the server,
 * because the caller aborted or the request itself caused the error.
 */
export type Outcome = "ok" | "failed" | "refused" | "overflowed" | "aborted";

/** A slot on a server for one request. `release` must be called once; further calls have no effect. */
export interface Lease<S> {
  readonly server: S;
  /**
   * Aborted when the server refuses connections: it is shutting down or gone, and may keep its requests open without
   * ever completing them.
   */
  readonly lost: AbortSignal;
  release(outcome: Outcome): void;
}
