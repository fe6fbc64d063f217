/**
 * The characters of a JSON string (RFC 8259, section 7) as a finite automaton over bytes. Raw characters are
 * well-formed UTF-8 (Unicode 17, table 3-7) from U+0020 on; `\uXXXX` may not spell a surrogate, so a
 * character beyond the basic plane must be raw and every escape is one code point.
 *
 * A phase determines what may follow. A character is counted when its first byte leaves `clean`; the closing
 * quote is allowed only in `clean`, so that every character is complete.
 */
export const PHASE = {
  /** Before the opening quote. */
  open: 0,
  /** Between two characters. */
  clean: 1,
  /** 1, 2 or 3 continuation bytes of any value must follow. */
  continue1: 2,
  continue2: 3,
  continue3: 4,
  /** After a first byte that restricts the second: no overlong form, no surrogate, nothing above U+10FFFF. */
  afterE0: 5,
  afterED: 6,
  afterF0: 7,
  afterF4: 8,
  /** After a backslash. */
  escape: 9,
  /** Hexadecimal digits must follow; `hexD` is after `\ud`, and 8 to f would make a surrogate. */
  hex4: 10,
  hexD: 11,
  hex3: 12,
  hex2: 13,
  hex1: 14,
} as const;

/** Instead of a phase: this byte is not allowed. */
export const REJECT = 255;
/** Instead of a phase: the closing quote. */
export const CLOSE = 254;

/** The next phase, REJECT or CLOSE at [phase * 256 + byte]. */
export const STRING_TRANSITIONS: Uint8Array = buildTransitions();

function buildTransitions(): Uint8Array {
  const table = new Uint8Array(Object.keys(PHASE).length * 256).fill(REJECT);
  const set = (phase: number, first: number, last: number, next: number): void => {
    table.fill(next, phase * 256 + first, phase * 256 + last + 1);
  };
  const setEach = (phase: number, characters: string, next: number): void => {
    for (const byte of Buffer.from(characters, "latin1")) {
      set(phase, byte, byte, next);
    }
  };

  setEach(PHASE.open, '"', PHASE.clean);

  set(PHASE.clean, 0x20, 0x7f, PHASE.clean);
  setEach(PHASE.clean, '"', CLOSE);
  setEach(PHASE.clean, "\\", PHASE.escape);
  set(PHASE.clean, 0xc2, 0xdf, PHASE.continue1);
  set(PHASE.clean, 0xe0, 0xef, PHASE.continue2);
  set(PHASE.clean, 0xf0, 0xf4, PHASE.continue3);
  set(PHASE.clean, 0xe0, 0xe0, PHASE.afterE0);
  set(PHASE.clean, 0xed, 0xed, PHASE.afterED);
  set(PHASE.clean, 0xf0, 0xf0, PHASE.afterF0);
  set(PHASE.clean, 0xf4, 0xf4, PHASE.afterF4);

  set(PHASE.continue1, 0x80, 0xbf, PHASE.clean);
  set(PHASE.continue2, 0x80, 0xbf, PHASE.continue1);
  set(PHASE.continue3, 0x80, 0xbf, PHASE.continue2);
  set(PHASE.afterE0, 0xa0, 0xbf, PHASE.continue1);
  set(PHASE.afterED, 0x80, 0x9f, PHASE.continue1);
  set(PHASE.afterF0, 0x90, 0xbf, PHASE.continue2);
  set(PHASE.afterF4, 0x80, 0x8f, PHASE.continue2);

  setEach(PHASE.escape, '"\\/bfnrt', PHASE.clean);
  setEach(PHASE.escape, "u", PHASE.hex4);
  setEach(PHASE.hex4, "0123456789abcefABCEF", PHASE.hex3);
  setEach(PHASE.hex4, "dD", PHASE.hexD);
  setEach(PHASE.hexD, "01234567", PHASE.hex2);
  setEach(PHASE.hex3, "0123456789abcdefABCDEF", PHASE.hex2);
  setEach(PHASE.hex2, "0123456789abcdefABCDEF", PHASE.hex1);
  setEach(PHASE.hex1, "0123456789abcdefABCDEF", PHASE.clean);
  return table;
}
