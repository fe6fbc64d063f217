import type { Context } from "hono";
import { accepts } from "hono/accepts";
import type { AppEnv } from "../dependencies.ts";
import { matchesIfNoneMatch } from "../etag.ts";
import type { StaticFile } from "./static-file.ts";

/** Responds with the file in an encoding that the client accepts, or with 304 if the client has it already. */
export function sendFile(
  c: Context<AppEnv>,
  { contentType, plain, gzipped }: StaticFile,
  fields: Readonly<Record<string, string>>,
): Response {
  const encoding = accepts(c, { header: "Accept-Encoding", supports: ["gzip"], default: "identity" });
  const chosen = encoding === "gzip" ? gzipped : null;
  const { body, etag } = chosen ?? plain;
  const headers = { ...fields, ETag: etag, Vary: "Accept-Encoding" };
  if (matchesIfNoneMatch(c.req.header("If-None-Match"), etag)) return c.body(null, 304, headers);
  return c.body(body, 200, {
    ...headers,
    "Content-Type": contentType,
    "Content-Length": String(body.byteLength),
    ...(chosen === null ? {} : { "Content-Encoding": "gzip" }),
  });
}
