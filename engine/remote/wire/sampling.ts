/** llama.cpp takes this seed for "any", behind whichever wire it stands. */
const RANDOM_SEED = 0xffff_ffff;

/**
 * Sampling as GenerateRequest.seed asks for it, in the names that all wires share. What a server adds by
 * default (top_p, penalties, the model's generation_config.json) is switched off by each adapter.
 */
export function sampling(seed: number | null): { temperature: number; top_p: number; seed?: number } {
  return seed === null
    ? { temperature: 0, top_p: 1 }
    : { temperature: 1, top_p: 1, seed: seed % RANDOM_SEED };
}
