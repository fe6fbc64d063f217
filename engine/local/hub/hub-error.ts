/** A pull that cannot go on. The message says why and what to do, and holds neither token nor signed address. */
export class HubError extends Error {
  override readonly name: string = "HubError";
}

/** Cut, silent, busy or not there at the moment: the same request may succeed later. */
export class HubUnavailableError extends HubError {
  override readonly name = "HubUnavailableError";
  /** How long the server asks to be left alone, if it says. */
  readonly retryAfterMs: number | null;

  constructor(message: string, options: ErrorOptions & { readonly retryAfterMs?: number | null } = {}) {
    super(message, options);
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** No connection, or one that broke. Only the system's code is told: messages of fetch hold addresses. */
export function connectionError(host: string, error: unknown): HubUnavailableError {
  const { code, cause } = error as { readonly code?: unknown; readonly cause?: { readonly code?: unknown } };
  const known = [code, cause?.code].find(
    (value): value is string => typeof value === "string" && /^[A-Z0-9_]{1,60}$/.test(value),
  );
  return new HubUnavailableError(
    `the connection to ${host} failed${known === undefined ? "" : ` (${known})`}`,
  );
}
