import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";
import { strongEtag } from "../etag.ts";

const compress = promisify(gzip);

/** A file in memory, as it is sent. */
export interface StaticFile {
  readonly contentType: string;
  readonly plain: Encoded;
  /** Null if compression does not make it smaller. */
  readonly gzipped: Encoded | null;
}

export interface Encoded {
  readonly body: Uint8Array<ArrayBuffer>;
  /** Differs between encodings (RFC 9110 section 8.8.3.3). */
  readonly etag: string;
}

/** The kinds of files that the build of the dashboard writes. Others, such as source maps, are not served. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
};

/** Null if this kind of file is not served. */
export async function readStaticFile(file: string): Promise<StaticFile | null> {
  const contentType = CONTENT_TYPES[path.extname(file)];
  if (contentType === undefined) return null;
  const body = new Uint8Array(await readFile(file));
  const compressed = new Uint8Array(await compress(body, { level: constants.Z_BEST_COMPRESSION }));
  return {
    contentType,
    plain: encoded(body),
    gzipped: compressed.byteLength < body.byteLength ? encoded(compressed) : null,
  };
}

function encoded(body: Uint8Array<ArrayBuffer>): Encoded {
  return { body, etag: strongEtag(body) };
}
