import { isLetter, isDigit } from "../codes/characters.ts";

const QUOTES: Readonly<Record<string, string>> = { '"': '"', "“": "”", "„": "“", "«": "»" };

/** One word, as it is spelled and in lower case. */
export interface Word {
  readonly spelled: string;
  readonly lower: string;
  /** It starts a sentence or a clause after a colon. */
  readonly first: boolean;
  /** Position in the line; the end is exclusive. */
  readonly start: number;
  readonly end: number;
}

/** The words of a line without quotations: samples are not the policy's own words. */
export function sentenceWords(line: string): Word[] {
  const words: Word[] = [];
  let spelled = "";
  let first = true;
  let quote: string | null = null;
  let nextFirst = true;
  let at = 0;
  let next = 0;
  const end = (): void => {
    if (spelled !== "") {
      words.push({ spelled, lower: spelled.toLowerCase(), first, start: at - spelled.length, end: at });
    }
    spelled = "";
  };
  for (const character of `${line} `) {
    at = next;
    next += character.length;
    if (quote !== null) {
      if (character === quote) quote = null;
      continue;
    }
    if (
      isLetter(character) ||
      isDigit(character) ||
      ((character === "'" || character === "’") && spelled !== "")
    ) {
      if (spelled === "") {
        first = nextFirst;
        nextFirst = false;
      }
      spelled += character;
      continue;
    }
    end();
    if (QUOTES[character] !== undefined) quote = QUOTES[character];
    else if (".!?:;–→".includes(character)) nextFirst = true;
  }
  return words;
}
