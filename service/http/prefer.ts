/** The preferences of RFC 7240 that the service supports. */
export interface Preferences {
  readonly respondAsync: boolean;
  /** The requested seconds; null if the client sends none. */
  readonly waitSeconds: number | null;
}

const TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
const PREFERENCE = new RegExp(`^(${TOKEN})(?:[ \\t]*=[ \\t]*(${TOKEN}|"(?:[^"\\\\]|\\\\.)*")?)?$`);

/** Longer fields are ignored: no client needs them. */
const MAX_FIELD_LENGTH = 1024;

/**
 * Parses a Prefer field (RFC 7240 section 2). Unknown and malformed preferences are ignored, and of duplicates the
 * first counts. Several fields are joined by commas.
 */
export function parsePrefer(field: string | undefined): Preferences {
  const preferences = new Map<string, string>();
  for (const [name, value] of readPreferences(field ?? "")) {
    if (!preferences.has(name)) preferences.set(name, value);
  }
  const wait = preferences.get("wait") ?? "";
  return {
    // Section 2: an empty value is the same as no value; any other value is not the defined preference.
    respondAsync: preferences.get("respond-async") === "",
    waitSeconds: /^\d{1,9}$/.test(wait) ? Number(wait) : null,
  };
}

/** Drops the parameters of a preference (after a semicolon): supported preferences have none. */
function* readPreferences(field: string): Generator<readonly [name: string, value: string]> {
  if (field.length > MAX_FIELD_LENGTH) return;
  for (const element of splitOutsideQuotes(field, ",")) {
    const match = PREFERENCE.exec(splitOutsideQuotes(element, ";")[0]?.trim() ?? "");
    if (match !== null) yield [(match[1] ?? "").toLowerCase(), unquote(match[2] ?? "")];
  }
}

/** A linear scan: regular expressions for this grammar backtrack over the optional white space. */
function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (quoted && character === "\\") {
      index++;
    } else if (character === '"') {
      quoted = !quoted;
    } else if (!quoted && character === separator) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...parts, text.slice(start)];
}

function unquote(word: string): string {
  return word.startsWith('"') ? word.slice(1, -1).replaceAll(/\\(.)/g, "$1") : word;
}

/** The default and maximum wait of requests. */
export interface WaitLimits {
  readonly defaultSeconds: number;
  readonly maxSeconds: number;
}

/** How long a request waits, and its Preference-Applied field. */
export interface WaitPlan {
  readonly waitMs: number;
  /** Returns the applied preferences; respond-async only if the response precedes the outcome. */
  applied(settled: boolean): string | null;
}

/**
 * With both preferences, the response becomes asynchronous after the wait (RFC 7240 section 4.3). `wait` is limited,
 * and Preference-Applied contains the limited time.
 */
export function planWait(preferences: Preferences, limits: WaitLimits): WaitPlan {
  const { respondAsync, waitSeconds } = preferences;
  const requested = waitSeconds ?? (respondAsync ? 0 : limits.defaultSeconds);
  const seconds = Math.min(requested, limits.maxSeconds);
  return {
    waitMs: seconds * 1000,
    applied(settled) {
      const names = [
        ...(respondAsync && !settled ? ["respond-async"] : []),
        ...(waitSeconds === null ? [] : [`wait=${seconds}`]),
      ];
      return names.length === 0 ? null : names.join(", ");
    },
  };
}
