/**
 * The value of a datetime-local control: in the reader's zone, to the minute. Empty if there is no time, or an invalid
 * one.
 */
export function localTime(iso: string | undefined): string {
  const time = new Date(iso ?? Number.NaN);
  if (Number.isNaN(time.getTime())) return "";
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
