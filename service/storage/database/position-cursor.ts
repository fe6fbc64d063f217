import { ServiceError } from "../../errors.ts";

/** A cursor that holds the position of the last row of a page. */
export function encodePosition(position: number): string {
  return Buffer.from(String(position)).toString("base64url");
}

/** Throws ServiceError invalid_cursor. */
export function decodePosition(cursor: string): number {
  const position = Buffer.from(cursor, "base64url").toString("latin1");
  const isPosition = /^[1-9]\d{0,15}$/.test(position) && Number.isSafeInteger(Number(position));
  if (!isPosition || encodePosition(Number(position)) !== cursor) {
    throw new ServiceError("invalid_cursor", "Send next_cursor of an earlier page unchanged.");
  }
  return Number(position);
}
