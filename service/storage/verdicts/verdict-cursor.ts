import { createHash } from "node:crypto";
import { canonicalJson } from "../../../schemas/canonical-json.ts";
import { ServiceError } from "../../errors.ts";
import { selectsSettledOnly, type VerdictFilter } from "../../judging/verdict-filter.ts";
import type { VerdictListOptions } from "../../judging/verdict-store.ts";

/** The position that a listing is sorted by. */
export type PositionKind = "created" | "settled";

const MAX_CURSOR_CHARACTERS = 256;

/** What identifies a listing: its filter and order, without page size and cursor. */
export type Listing = Pick<VerdictListOptions, "filter" | "order">;

/** Encodes cursors of a listing: [mark of the listing, position] as JSON in base64url. */
export function cursorEncoder(listing: Listing): (position: string) => string {
  const mark = listingMark(listing);
  return (position) => Buffer.from(JSON.stringify([mark, position])).toString("base64url");
}

/** The position to continue after. Throws ServiceError invalid_cursor, also for a cursor of another listing. */
export function decodeCursor(listing: Listing, cursor: string): string {
  const [mark, position] = parse(cursor);
  if (mark === undefined || position === undefined || !/^(0|[1-9][0-9]{0,17})$/.test(position)) {
    throw new ServiceError("invalid_cursor", "Send next_cursor of an earlier page unchanged.");
  }
  if (mark !== listingMark(listing)) {
    throw new ServiceError("invalid_cursor", "The cursor belongs to a listing with another filter or order.");
  }
  return position;
}

/**
 * Records are sorted by acceptance, or by settling if only settled ones can match: a record that starts to match late
 * must also appear late in the list.
 */
export function positionKindOf(filter: VerdictFilter): PositionKind {
  return selectsSettledOnly(filter) ? "settled" : "created";
}

function listingMark({ filter, order }: Listing): string {
  const { settled: _, ...conditions } = filter;
  const listing = canonicalJson([positionKindOf(filter), order, conditions]);
  return createHash("sha256").update(listing).digest("base64url").slice(0, 12);
}

function parse(cursor: string): readonly string[] {
  if (cursor.length > MAX_CURSOR_CHARACTERS || !/^[A-Za-z0-9_-]+$/.test(cursor)) return [];
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    const isCursor =
      Array.isArray(parsed) && parsed.length === 2 && parsed.every((part) => typeof part === "string");
    return isCursor ? (parsed as string[]) : [];
  } catch {
    return [];
  }
}
