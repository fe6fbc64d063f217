/** A quota of a key and its remainder, for draft-ietf-httpapi-ratelimit-headers. */
export interface Quota {
  /** Letters only. */
  readonly name: string;
  readonly quota: number;
  readonly remaining: number;
  /** The window of a quota that is counted by time. */
  readonly windowSeconds?: number;
  readonly resetSeconds?: number;
  /** Default: requests. */
  readonly unit?: "concurrent-requests";
}

/** Returns `RateLimit-Policy` and `RateLimit` as structured fields (RFC 9651); no fields if there is no quota. */
export function rateLimitFields(quotas: readonly Quota[]): Readonly<Record<string, string>> {
  if (quotas.length === 0) return {};
  const policy = quotas.map(
    ({ name, quota, windowSeconds, unit }) =>
      `"${name}";q=${quota}${windowSeconds === undefined ? "" : `;w=${windowSeconds}`}` +
      (unit === undefined ? "" : `;qu="${unit}"`),
  );
  const left = quotas.map(
    ({ name, remaining, resetSeconds }) =>
      `"${name}";r=${Math.max(0, remaining)}${resetSeconds === undefined ? "" : `;t=${resetSeconds}`}`,
  );
  return { "RateLimit-Policy": policy.join(", "), RateLimit: left.join(", ") };
}
