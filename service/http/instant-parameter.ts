import { ServiceError } from "../errors.ts";

/** PostgreSQL has no year 0, and nothing was recorded that early. */
const EARLIEST = Date.UTC(1970, 0, 1);

/**
 * Converts a date-time of a query to the form that the database reads. Throws invalid_request for a day or a leap
 * second that does not exist.
 */
export function instantParameter(name: string, text: string): string {
  const milliseconds = new Date(text.replace(" ", "T")).getTime();
  if (Number.isNaN(milliseconds) || !isDay(text.slice(0, 10))) {
    throw notATime(name, "2026-11-28T09:30:00Z");
  }
  return new Date(Math.max(EARLIEST, milliseconds)).toISOString();
}

/** The same for a day, such as 2026-11-28. */
export function dayParameter(name: string, text: string): string {
  if (!isDay(text)) throw notATime(name, "2026-11-28");
  return text < "1970" ? "1970-01-01" : text;
}

/** Date would read 30 February as 2 March. */
function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function notATime(name: string, example: string): ServiceError {
  const message = `is not a valid time, such as ${example}`;
  return new ServiceError("invalid_request", "The query is not valid. Fix what errors points to.", {
    faults: [{ pointer: `/${name}`, message }],
  });
}
