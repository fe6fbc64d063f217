/** The fix for a failed pull, as data: see Remedy in engine/errors.ts. */
export type PullRemedy =
  /** Pull into another directory, or remove the files that are in this one. */
  | { readonly code: "change_output"; readonly repo: string }
  /** Set an access token that can read the repository. */
  | { readonly code: "set_token" }
  /** Check what the access token that is set may read. */
  | { readonly code: "check_token" };

export interface HubErrorOptions extends ErrorOptions {
  readonly remedy?: PullRemedy;
}

/** A pull that cannot continue. The message says why, and contains neither the token nor a signed address. */
export class HubError extends Error {
  override readonly name: string = "HubError";
  readonly remedy: PullRemedy | null;

  constructor(message: string, { remedy, ...options }: HubErrorOptions = {}) {
    super(message, options);
    this.remedy = remedy ?? null;
  }
}

/** The hub is busy or down, or the connection broke or timed out: the same request may succeed later. */
export class HubUnavailableError extends HubError {
  override readonly name = "HubUnavailableError";
  /** The server's Retry-After; null if it sent none. */
  readonly retryAfterMs: number | null;

  constructor(message: string, options: ErrorOptions & { readonly retryAfterMs?: number | null } = {}) {
    super(message, options);
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** No connection, or one that broke. Reports only the system's code: messages of fetch contain addresses. */
export function connectionError(host: string, error: unknown): HubUnavailableError {
  const { code, cause } = error as { readonly code?: unknown; readonly cause?: { readonly code?: unknown } };
  const known = [code, cause?.code].find(
    (value): value is string => typeof value === "string" && /^[A-Z0-9_]{1,60}$/.test(value),
  );
  return new HubUnavailableError(
    `the connection to ${host} failed${known === undefined ? "" : ` (${known})`}`,
  );
}
