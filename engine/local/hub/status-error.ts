import type { HubAnswer, HubEndpoint } from "./endpoint.ts";
import { HubError, HubUnavailableError } from "./hub-error.ts";
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

  const code = headers.get("x-error-code");
  if (code === "RevisionNotFound") return new HubError(`${repo} has no revision ${revision}`);
  if (code === "GatedRepo" || status === 403) return new HubError(gated(hub, repo));
  if (status === 401) {
    // The hub answers so for a repository that does not exist, too: it does not tell strangers which do.
    return new HubError(
      hub.hasToken
        ? `${host} does not know the token in HF_TOKEN, or there is no model ${repo} that it may see`
        : `there is no public model ${repo} at ${host}: check the name, or set HF_TOKEN if it is private or gated`,
    );
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

function gated(hub: Pick<HubEndpoint, "url" | "hasToken">, repo: string): string {
  const page = `${hub.url}/${repo}`;
  return hub.hasToken
    ? `the account of HF_TOKEN has no access to ${repo}: accept its licence at ${page}, and see that the token may read gated repositories`
    : `${repo} asks for consent to its licence: accept it at ${page}, then set HF_TOKEN to a token of that account`;
}
