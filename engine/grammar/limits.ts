/**
 * Limits for schemas that have none, so that every grammar is finite and every output ends (serving engines
 * without them generate white space or digits until the token limit). They only narrow the language of the schema.
 */

/** Code points of a string without `maxLength` (or `minLength` if that is larger). */
export const DEFAULT_MAX_LENGTH = 2000;
/** Items of an array without `maxItems`. */
export const DEFAULT_MAX_ITEMS = 32;
/** Digits of an integer, and of a number before its point: exact in a double. Exponents are not allowed. */
export const MAX_INTEGER_DIGITS = 15;
/** Digits of a number after its point. */
export const MAX_FRACTION_DIGITS = 15;
/** An integer between `minimum` and `maximum` with at most this many values is enumerated. */
export const MAX_ENUMERATED_INTEGERS = 1000;
/** `uniqueItems` is part of the grammar for items of an enumeration of at most this many values. */
export const MAX_UNIQUE_VALUES = 64;

/** Schemas are untrusted input: these limits keep compiling and decoding cheap. */
export const MAX_NESTING = 64;
/** Limits of the schema as plain data, far above what the other limits allow. */
export const MAX_SCHEMA_LEVELS = 256;
export const MAX_SCHEMA_VALUES = 100_000;
export const MAX_NODES = 4096;
export const MAX_LITERAL_BYTES = 64 * 1024;
export const MAX_ALTERNATIVES = 256;
/** Alternatives that a text may leave open at once. */
export const MAX_OPEN_ALTERNATIVES = 128;
