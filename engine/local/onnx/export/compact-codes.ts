import { E2M1_DOUBLED, MXFP4_BLOCK_SIZE } from "../../checkpoint/mxfp4.ts";

/** QMoE subtracts this from a 4-bit code: weights are -8 to 7. */
const ZERO_POINT = 8;

/**
 * The possible scales of a block of 4-bit weights, relative to half of its MXFP4 scale.
 *
 * Twice an E2M1 value is 0, 1, 2, 3, 4, 6, 8 or 12: 1.5 covers nearly the whole range, 1 is exact up to 7, and the
 * negative ones represent a positive 8 or 12. Chosen from 320 candidates by their error over blocks of normally
 * distributed weights; all 320 together would be only 2 % better.
 */
export const COMPACT_RATIOS: readonly number[] = [1.5, 1, 2, -1.5, -1, 1.56, 1.66, -1.42];

/** A block's sum of squared errors fits into 13 bits, so that a number holds four: 32 * 255 < 2^13. */
const ERROR_UNIT = 16;
const LARGEST_ERROR = 255;

const BLOCK_PAIRS = MXFP4_BLOCK_SIZE / 4;

interface Tables {
  /** The converted byte, by the ratio's index times 256 plus a byte of `*_blocks`. */
  readonly codes: Uint8Array;
  /** The squared errors of each byte of `*_blocks`, 13 bits each: under the first four ratios, and under the others. */
  readonly errors: readonly [Float64Array, Float64Array];
}

let tables: Tables | undefined;

export interface CompactBlocks {
  /** Two weights per byte, low nibble first. */
  readonly codes: Uint8Array;
  /** The index of each block's ratio in COMPACT_RATIOS. */
  readonly choices: Uint8Array;
}

/** Converts MXFP4 blocks to QMoE's 4-bit weights, each with the ratio that has the smallest squared error. */
export function compactCodes(blocks: Uint8Array): CompactBlocks {
  tables ??= createTables();
  const converted = tables.codes;
  const [errorsFirst, errorsSecond] = tables.errors;
  const pairs = new Uint16Array(blocks.buffer, blocks.byteOffset, blocks.length / 2);
  const codes = new Uint16Array(pairs.length);
  const choices = new Uint8Array(pairs.length / BLOCK_PAIRS);
  for (let block = 0, begin = 0; block < choices.length; block += 1, begin += BLOCK_PAIRS) {
    let first = 0;
    let second = 0;
    for (let i = begin; i < begin + BLOCK_PAIRS; i += 1) {
      const pair = pairs[i]!;
      const low = pair & 255;
      const high = pair >>> 8;
      first += errorsFirst[low]! + errorsFirst[high]!;
      second += errorsSecond[low]! + errorsSecond[high]!;
    }
    const choice = leastOf(first, second);
    choices[block] = choice;
    const table = choice << 8;
    for (let i = begin; i < begin + BLOCK_PAIRS; i += 1) {
      const pair = pairs[i]!;
      codes[i] = converted[table | (pair & 255)]! | (converted[table | (pair >>> 8)]! << 8);
    }
  }
  return { codes: new Uint8Array(codes.buffer), choices };
}

/** Returns the index of the smallest of the eight packed sums, without branches, which would be mispredicted. */
function leastOf(first: number, second: number): number {
  const firstHigh = Math.floor(first * 2 ** -26) | 0;
  const firstLow = (first - firstHigh * 2 ** 26) | 0;
  const secondHigh = Math.floor(second * 2 ** -26) | 0;
  const secondLow = (second - secondHigh * 2 ** 26) | 0;
  const least01 = Math.min((firstLow & 8191) << 3, ((firstLow >> 13) << 3) | 1);
  const least23 = Math.min(((firstHigh & 8191) << 3) | 2, ((firstHigh >> 13) << 3) | 3);
  const least45 = Math.min(((secondLow & 8191) << 3) | 4, ((secondLow >> 13) << 3) | 5);
  const least67 = Math.min(((secondHigh & 8191) << 3) | 6, ((secondHigh >> 13) << 3) | 7);
  return Math.min(Math.min(least01, least23), Math.min(least45, least67)) & 7;
}

function createTables(): Tables {
  const nibbles = COMPACT_RATIOS.map((ratio) => E2M1_DOUBLED.map((value) => nearest(value, ratio)));
  const squares = COMPACT_RATIOS.map((ratio, r) =>
    E2M1_DOUBLED.map((value, code) =>
      Math.min(
        Math.round((value - ratio * (nibbles[r]![code]! - ZERO_POINT)) ** 2 * ERROR_UNIT),
        LARGEST_ERROR,
      ),
    ),
  );
  const codes = Uint8Array.from({ length: COMPACT_RATIOS.length * 256 }, (_, at) => {
    const table = nibbles[at >>> 8]!;
    return table[at & 15]! | (table[(at >>> 4) & 15]! << 4);
  });
  const four = (ratio: number) =>
    Float64Array.from({ length: 256 }, (_, byte) => {
      let packed = 0;
      for (let i = 0; i < 4; i += 1) {
        packed += (squares[ratio + i]![byte & 15]! + squares[ratio + i]![byte >>> 4]!) * 2 ** (13 * i);
      }
      return packed;
    });
  return { codes, errors: [four(0), four(4)] };
}

/**
 * Returns the 4-bit code, zero point included, for a doubled E2M1 value. Ties go to even, which is symmetric in sign.
 */
function nearest(doubled: number, ratio: number): number {
  const quotient = doubled / ratio;
  const floor = Math.floor(quotient);
  const rest = quotient - floor;
  const rounded = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
  return Math.max(-8, Math.min(7, rounded)) + ZERO_POINT;
}
