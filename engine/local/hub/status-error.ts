import type { HubAnswer, HubEndpoint } from "./endpoint.ts";
import { HubError, HubUnavailableError, type PullRemedy } from "./hub-error.ts";
import type { ModelRef } from "./model-ref.ts";
import { parseRetryAfter } from "./retries.ts";

/** 408 and 425: ask again; 429: slower. */
const TRANSIENT: ReadonlySet<number> = new Set([408, 425, 429]);

/** What an answer other than 2xx means. The hub says which of its 404s and 403s it is in `X-Error-Code`. */
export function statusError(
  { status, headers, host, ofEndpoint }: HubAnswer,
  hub: Pick<HubEndpoint, "url" | "hasToken">,
  { repo, revision }: ModelRef,
): HubError {
  if (TRANSIENT.has(status) || status >= 500) {
    return new HubUnavailableError(`${host} is busy or broken (HTTP ${status})`, {
      retryAfterMs: parseRetryAfter(headers.get("retry-after")),
    });
  }
  // An address that the hub signed a while ago: the next attempt gets a fresh one.
  if (!ofEndpoint) return new HubUnavailableError(`${host} refused an address of the hub's (HTTP ${status})`);

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
    // The hub returns 401 for a repository that does not exist, too: it does not disclose which ones do.
    const message = hub.hasToken
      ? `${host} rejected the access token, or it has no model ${repo} that this token can read`
      : `there is no public model ${repo} at ${host}: check the name`;
    return new HubError(message, { remedy });
  }
  if (status === 404) {
    return new HubError(
      code === "EntryNotFound"
        ? `${repo} at ${revision} lacks a file that its own list names`
        : `there is no model ${repo}, or it has no revision ${revision}`,
    );
  }
  return new HubError(`${host} refused the request (HTTP ${status})`);
}
