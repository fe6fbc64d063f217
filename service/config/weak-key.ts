const MIN_DISTINCT = 8;
/** A key that repeats a short text is as easy to guess as the text. */
const MAX_PERIOD = 8;

/** Words of examples and common passwords. A key of only these and digits is easy to guess. */
const WORDS =
  "my|your|the|super|new|gavel|service|api|admin|administrator|root|user|key|secret|token|test|testing|demo|dev|prod|" +
  "password|passw0rd|pass|word|change|me|this|please|replace|choose|long|random|default|example|sample|placeholder|" +
  "welcome|login|letmein|qwerty|abc|to|in|a";
const GUESSABLE = new RegExp(`^(?:${WORDS}|\\d)+$`);

/** Returns why an administrator's key is easy to guess, without quoting it; null if no weakness is found. */
export function weaknessOf(key: string): string | null {
  const plain = key.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  if (new Set(key).size < MIN_DISTINCT) return `has fewer than ${MIN_DISTINCT} different characters`;
  if (isPeriodic(key)) return "repeats a short text";
  if (isMostlyRuns(key)) return "is mostly a run of consecutive characters";
  if (GUESSABLE.test(plain)) return "consists of common words";
  return null;
}

function isPeriodic(key: string): boolean {
  for (let period = 1; period <= MAX_PERIOD; period += 1) {
    if (key.slice(period) === key.slice(0, key.length - period)) return true;
  }
  return false;
}

/** Runs such as abcdef and 98765: steps of 1 in the same direction. */
function isMostlyRuns(key: string): boolean {
  let inRuns = 0;
  for (let index = 2; index < key.length; index += 1) {
    const step = key.charCodeAt(index) - key.charCodeAt(index - 1);
    const previousStep = key.charCodeAt(index - 1) - key.charCodeAt(index - 2);
    if (Math.abs(step) === 1 && step === previousStep) inRuns += 1;
  }
  return inRuns * 2 > key.length;
}
