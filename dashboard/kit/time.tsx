import { formatAbsolute, formatRelative } from "./format-time.ts";
import { useNow } from "./use-now.ts";

export interface TimeProps {
  /** ISO 8601. */
  readonly at: string;
  /** The date and time themselves, instead of how long ago it was. */
  readonly absolute?: boolean;
}

export function Time({ at, absolute = false }: TimeProps) {
  const now = useNow();
  const time = Date.parse(at);
  return (
    <time dateTime={at} title={formatAbsolute(time)}>
      {absolute ? formatAbsolute(time) : formatRelative(time, now)}
    </time>
  );
}
