import { createHash } from "node:crypto";

/** Returns a strong entity tag: the SHA-256 of the representation. */
export function strongEtag(body: string | Uint8Array): string {
  return `"${createHash("sha256").update(body).digest("base64url")}"`;
}

const ENTITY_TAG = /[ \t]*(W\/)?("[\x21\x23-\x7e\x80-\xff]*")[ \t]*(?:,|$)/y;
const MAX_TAGS = 100;

interface EntityTag {
  readonly weak: boolean;
  /** With its quotes. */
  readonly opaque: string;
}

/** Parses an If-Match or If-None-Match field: its tags, or "*". Everything after a malformed tag is ignored. */
function parseEntityTags(field: string): readonly EntityTag[] | "*" {
  if (field.trim() === "*") return "*";
  const tags: EntityTag[] = [];
  let position = 0;
  while (position < field.length && tags.length < MAX_TAGS) {
    ENTITY_TAG.lastIndex = position;
    const match = ENTITY_TAG.exec(field);
    if (match === null) break;
    position = ENTITY_TAG.lastIndex;
    tags.push({ weak: match[1] !== undefined, opaque: match[2] ?? "" });
  }
  return tags;
}

/** Whether If-None-Match names this representation (RFC 9110 section 13.1.2: weak comparison). */
export function matchesIfNoneMatch(field: string | undefined, etag: string): boolean {
  if (field === undefined) return false;
  const tags = parseEntityTags(field);
  return tags === "*" || tags.some(({ opaque }) => opaque === etag);
}

/** Parses an If-Match field: "*", or its strong tags (RFC 9110 section 13.1.1). */
export function parseIfMatch(field: string): readonly string[] | "*" {
  const tags = parseEntityTags(field);
  return tags === "*" ? "*" : tags.filter(({ weak }) => !weak).map(({ opaque }) => opaque);
}
