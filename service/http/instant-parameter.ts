import { ServiceError } from "../errors.ts";

/** PostgreSQL has no year 0, and nothing was recorded that early. */
const EARLIEST = Date.UTC(1970, 0, 1);

/** A valid date-time of a query in the form that the database reads. Throws invalid_request for a day or leap second that does not exist. */
export function instantParameter(name: string, text: string): string {
  const milliseconds = new Date(text.replace(" ", "T")).getTime();
  if (Number.isNaN(milliseconds)) {
    throw new ServiceError("invalid_request", "The query is not valid. Fix what errors points to.", {
      faults: [{ pointer: `/${name}`, message: "is not a time that exists, such as 2026-11-28T09:30:00Z" }],
    });
  }
  return new Date(Math.max(EARLIEST, milliseconds)).toISOString();
}
