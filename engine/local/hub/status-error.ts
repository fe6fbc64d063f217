import type { HubResponse, HubEndpoint } from "./endpoint.ts";
import { HubError, HubUnavailableError, type PullRemedy } from "./hub-error.ts";
import type { ModelRef } from "./model-ref.ts";
import { parseRetryAfter } from "./retries.ts";

/** 408 and 425: retry; 429: rate-limited. */
const TRANSIENT: ReadonlySet<number> = new Set([408, 425, 429]);

/**
 * Returns the error for a status other than 2xx. The hub's `X-Error-Code` distinguishes the reasons of a 403 or 404.
 */
export function statusError(
  { status, headers, host, fromEndpoint }: HubResponse,
  hub: Pick<HubEndpoint, "url" | "hasToken">,
  { repo, revision }: ModelRef,
): HubError {
  if (TRANSIENT.has(status) || status >= 500) {
    const reason = status === 429 ? "limits the rate of requests" : "is unavailable";
    return new HubUnavailableError(`${host} ${reason} (HTTP ${status})`, {
      retryAfterMs: parseRetryAfter(headers.get("retry-after")),
    });
  }
  // A signed address that has expired: the next attempt gets a new one.
  if (!fromEndpoint) {
    return new HubUnavailableError(`${host} rejected the address that the hub signed (HTTP ${status})`);
  }

  const remedy: PullRemedy = { code: hub.hasToken ? "check_token" : "set_token" };
  const code = headers.get("x-error-code");
  if (code === "RevisionNotFound") return new HubError(`${repo} has no revision ${revision}`);
  if (code === "GatedRepo" || status === 403) {
    const reason = hub.hasToken
      ? `the account of the access token cannot read ${repo}`
      : `${repo} can be read only by accounts that have accepted its licence`;
    return new HubError(`${reason}: accept the licence at ${hub.url}/${repo}`, { remedy });
  }
  if (status === 401) {
    // The hub also returns 401 for a repository that does not exist, in order not to disclose which ones do.
    const message = hub.hasToken
      ? `${host} rejected the access token, or it has no model ${repo} that this token can read`
      : `there is no public model ${repo} at ${host}: check the name`;
    return new HubError(message, { remedy });
  }
  if (status === 404) {
    return new HubError(
      code === "EntryNotFound"
        ? `${repo} at ${revision} lacks a file that the hub lists`
        : `there is no model ${repo}, or it has no revision ${revision}`,
    );
  }
  return new HubError(`${host} rejected the request (HTTP ${status})`);
}
