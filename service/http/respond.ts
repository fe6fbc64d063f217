import type { Context } from "hono";
import type { AppEnv } from "./dependencies.ts";
import { matchesIfNoneMatch, strongEtag } from "./etag.ts";

export const JSON_MEDIA_TYPE = "application/json";

/** Private data that a client may store and has to revalidate for each use. */
const REVALIDATE = "private, no-cache";

export interface RepresentationOptions {
  /** Default: the SHA-256 of the body. */
  readonly etag?: string;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Responds with 200 and an entity tag, or with 304 if the client has this representation already. */
export function representation(
  c: Context<AppEnv>,
  body: string,
  options: RepresentationOptions = {},
): Response {
  const etag = options.etag ?? strongEtag(body);
  const headers = { ETag: etag, "Cache-Control": REVALIDATE, ...options.headers };
  if (matchesIfNoneMatch(c.req.header("If-None-Match"), etag)) return c.body(null, 304, headers);
  return c.body(body, 200, { ...headers, "Content-Type": options.contentType ?? JSON_MEDIA_TYPE });
}
