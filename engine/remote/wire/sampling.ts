/** llama.cpp interprets this seed as a random one, in each of its APIs. */
const RANDOM_SEED = 0xffff_ffff;

/**
 * The sampling parameters for GenerateRequest.seed that all APIs share. Each adapter disables the defaults of its
 * server (top_p, penalties, the model's generation_config.json).
 */
export function sampling(seed: number | null): { temperature: number; top_p: number; seed?: number } {
  return seed === null
    ? { temperature: 0, top_p: 1 }
    : { temperature: 1, top_p: 1, seed: seed % RANDOM_SEED };
}
