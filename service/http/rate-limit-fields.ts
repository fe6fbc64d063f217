/** A quota of a key and what is left of it, for draft-ietf-httpapi-ratelimit-headers. */
export interface Quota {
  /** A word of letters. */
  readonly name: string;
  readonly quota: number;
  readonly remaining: number;
  /** How long the quota lasts, for one that is counted by time. */
  readonly windowSeconds?: number;
  readonly resetSeconds?: number;
  /** By default requests. */
  readonly unit?: "concurrent-requests";
}

/** `RateLimit-Policy` and `RateLimit`, lists of structured fields (RFC 9651). No quota, no fields. */
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
