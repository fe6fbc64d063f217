const MIN_DISTINCT = 8;
/** A key that repeats a shorter text is as easy to guess as that. */
const MAX_PERIOD = 8;

/** Words that first tries and examples are made of: a key of nothing else, and digits, is no secret. */
const WORDS =
  "my|your|the|super|new|gavel|service|api|admin|administrator|root|user|key|secret|token|test|testing|demo|dev|prod|" +
  "password|passw0rd|pass|word|change|me|this|please|replace|choose|long|random|default|example|sample|placeholder|" +
  "welcome|login|letmein|qwerty|abc|to|in|a";
const GUESSABLE = new RegExp(`^(?:${WORDS}|\\d)+$`);

/** Why an administrator's key is easy to guess; null where nothing tells so. Says nothing of the key itself. */
export function weaknessOf(key: string): string | null {
  const plain = key.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  if (new Set(key).size < MIN_DISTINCT) return `has fewer than ${MIN_DISTINCT} different characters`;
  if (isPeriodic(key)) return "repeats a short text";
  if (isMostlyRuns(key)) return "is mostly a run of neighbouring characters";
  if (GUESSABLE.test(plain)) return "is made of words that everybody tries";
  return null;
}

function isPeriodic(key: string): boolean {
  for (let period = 1; period <= MAX_PERIOD; period += 1) {
    if (key.slice(period) === key.slice(0, key.length - period)) return true;
  }
  return false;
}

/** abcdef, 98765 and the like: characters whose predecessor is a neighbour in the same direction. */
function isMostlyRuns(key: string): boolean {
  let inRuns = 0;
  for (let index = 2; index < key.length; index += 1) {
    const step = key.charCodeAt(index) - key.charCodeAt(index - 1);
    const stepBefore = key.charCodeAt(index - 1) - key.charCodeAt(index - 2);
    if (Math.abs(step) === 1 && step === stepBefore) inRuns += 1;
  }
  return inRuns * 2 > key.length;
}
