import { wholeTitle } from "./title.ts";

/** Nouns that may follow: allowed content. */
const NOUNS = ["content", "contents", "speech", "behaviour", "behavior", "messages", "posts", "material"];
const ALLOWED = [
  "allowed",
  "permitted",
  "permissible",
  "acceptable",
  "safe",
  "benign",
  "harmless",
  "compliant",
  "fine",
  "ok",
  "okay",
];
const HARMS = [
  "spam",
  "violation",
  "violations",
  "violating",
  "violative",
  "harmful",
  "abusive",
  "abuse",
  "hateful",
  "hate",
  "hate speech",
  "harassment",
  "harassing",
  "toxic",
  "offensive",
  "fraud",
  "fraudulent",
  "a scam",
  "scam",
  "phishing",
  "prohibited",
  "forbidden",
  "disallowed",
  "banned",
];

const SAYS_ALLOWED: ReadonlySet<string> = new Set([
  ...ALLOWED.flatMap((word) => [word, ...NOUNS.map((noun) => `${word} ${noun}`)]),
  // "No spam" is how a rule forbids it.
  ...HARMS.flatMap((harm) => [`not ${harm}`, `non-${harm}`, `non ${harm}`]),
  ...["non-violating", "nonviolating", "not violating"].flatMap((word) =>
    NOUNS.map((noun) => `${word} ${noun}`),
  ),
  "nonviolating",
  "not a violation",
  "no violation",
  "no violations",
  "does not violate",
  "not in violation",
]);

const SAYS_VIOLATING: ReadonlySet<string> = new Set([
  ...HARMS,
  ...HARMS.flatMap((harm) => NOUNS.map((noun) => `${harm} ${noun}`)),
  ...ALLOWED.flatMap((word) => [`not ${word}`, `never ${word}`]),
  "violates",
]);

/**
 * Whether a category's title says as a whole that its content is allowed: "Not spam", "Allowed content". A
 * title with such words among others ("Weapons, unless permitted by law") does not.
 */
export function saysAllowed(title: string): boolean {
  return SAYS_ALLOWED.has(phrase(title));
}

/** Whether the title says as a whole that its content is not allowed: "Violating". */
export function saysViolating(title: string): boolean {
  return SAYS_VIOLATING.has(phrase(title));
}

function phrase(title: string): string {
  return wholeTitle(title).toLowerCase().split(" ").filter(Boolean).join(" ");
}
