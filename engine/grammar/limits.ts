/**
 * What an unbounded schema is bounded by, so that every grammar is finite and every answer ends (serving
 * engines without such bounds write white space or digits until the token limit). Each is a part of the
 * schema's own language, never wider than it.
 */

/** Code points of a string without `maxLength` (or beyond `minLength` where that is larger). */
export const DEFAULT_MAX_LENGTH = 2000;
/** Items of an array without `maxItems`. */
export const DEFAULT_MAX_ITEMS = 32;
/** Digits of an integer, and of a number before its point: exact in a double. Exponents are never written. */
export const MAX_INTEGER_DIGITS = 15;
/** Digits of a number behind its point. */
export const MAX_FRACTION_DIGITS = 15;
/** An integer between `minimum` and `maximum` with at most this many values is enumerated. */
export const MAX_ENUMERATED_INTEGERS = 1000;
/** `uniqueItems` is part of the grammar for items of an enumeration of at most this many values. */
export const MAX_UNIQUE_VALUES = 64;

/** A schema is someone's upload: these keep compiling and decoding cheap whatever it says. */
export const MAX_NESTING = 64;
/** The schema as plain data: far above what the other limits let through. */
export const MAX_SCHEMA_LEVELS = 256;
export const MAX_SCHEMA_VALUES = 100_000;
export const MAX_NODES = 4096;
export const MAX_LITERAL_BYTES = 64 * 1024;
export const MAX_ALTERNATIVES = 256;
/** Alternatives that a text may leave open at once. */
export const MAX_OPEN_ALTERNATIVES = 128;
