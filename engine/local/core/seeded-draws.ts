/**
 * Returns a reproducible sequence of numbers in [0, 1).
 *
 * Chris Doty-Humphrey's sfc32 (PractRand, public domain), seeded with all 64 bits of the number and warmed up. A draw
 * has 53 random bits, because a vocabulary has tokens whose probability is far below the resolution of 32 bits.
 */
export function seededDraws(seed: number): () => number {
  const words = new Uint32Array(Float64Array.of(seed).buffer);
  let a = words[0]!;
  let b = words[1]!;
  let c = 0x9e3779b9;
  let counter = 1;
  const next = (): number => {
    const result = (a + b + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) >>> 0;
    c = ((c << 21) | (c >>> 11)) >>> 0;
    c = (c + result) >>> 0;
    return result;
  };
  for (let round = 0; round < 20; round += 1) {
    next();
  }
  return () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
}
