/**
 * Classifies the code points of a policy's text. Each expression is tested on a single character, so none can backtrack
 * over an uploaded text.
 */

const LETTER = /\p{L}/u;
const CAPITAL = /\p{Lu}/u;
const WORD = /[\p{L}\p{N}_]/u;
const ORNAMENT = /[\p{So}\p{Sk}\p{Co}\p{Extended_Pictographic}\p{Emoji_Modifier}]/u;
const FLAG = /\p{Regional_Indicator}/u;

/** White space inside a line: all of a word processor's spaces count as a space. */
export function isSpace(character: string): boolean {
  return character === " " || character === "\t";
}

export function isDigit(character: string): boolean {
  return character >= "0" && character <= "9" && character.length === 1;
}

export function isLetter(character: string): boolean {
  return LETTER.test(character);
}

export function isCapital(character: string): boolean {
  return character >= "A" && character <= "Z" ? true : character > "\u007f" && CAPITAL.test(character);
}

/** Characters that cannot follow a code: GPT4o, A1_b. */
export function isWordCharacter(character: string): boolean {
  return WORD.test(character);
}

/** Pictures, symbols, flags and private bullets, as they appear before a title. They have no meaning here. */
export function isOrnament(character: string): boolean {
  return character > "\u007f" && (ORNAMENT.test(character) || FLAG.test(character) || isEnclosed(character));
}

/** A number in a circle or box: it numbers a title and is not a code. */
function isEnclosed(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return (code >= 0x2460 && code <= 0x24ff) || (code >= 0x2776 && code <= 0x2793);
}

/** Bullets of markdown, of word processors and of what people type instead. */
const BULLETS = new Set("-*+•·◦▪▫■□‣⁃–→➢➤►▶●○»§✓✔✗✘");

export function isBullet(character: string): boolean {
  return BULLETS.has(character) || isOrnament(character);
}

/** Between a code and its title. */
const SEPARATORS = new Set(":=–→|·•»⇒➔➜;、/");

export function isSeparator(character: string): boolean {
  return SEPARATORS.has(character);
}
