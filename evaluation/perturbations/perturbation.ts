/** Returns a number from 0 (inclusive) to 1 (exclusive). */
export type Random = () => number;

/** A change of a text that does not change its correct judgement. */
export interface Perturbation {
  /** Completes "the same content …". */
  readonly description: string;
  /** Whether every message of a conversation is changed, or only the last one. */
  readonly messages: "all" | "last";
  apply(text: string, random: Random): string;
}

/** Replaces characters one by one; surrogate pairs stay whole. */
export function mapCharacters(text: string, replace: (character: string) => string): string {
  return Array.from(text, replace).join("");
}

/** One of the choices. */
export function pick<T>(choices: readonly T[], random: Random): T {
  return choices[Math.floor(random() * choices.length)]!;
}
