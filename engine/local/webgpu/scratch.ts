import { type KernelShape, LEAST_TILE_ROWS, padded } from "./kernels/kernel-shape.ts";
import { maxExpertTiles, sortedRows } from "./kernels/sort-experts.ts";
import { scoreWords } from "./kernels/vocabulary.ts";
import { storage } from "./storage.ts";

/** What one kernel of a step writes for another. Every layer overwrites it. */
export interface Scratch {
  readonly residual: GPUBuffer;
  readonly normed: GPUBuffer;
  readonly qkv: GPUBuffer;
  readonly queries: GPUBuffer;
  readonly attentionOutput: GPUBuffer;
  /** The output projection of attention. */
  readonly projected: GPUBuffer;
  readonly logits: GPUBuffer;
  readonly chosenExperts: GPUBuffer;
  readonly chosenWeights: GPUBuffer;
  readonly expertTiles: GPUBuffer;
  readonly tileRowTokens: GPUBuffer;
  readonly choiceRows: GPUBuffer;
  readonly gateUp: GPUBuffer;
  readonly activated: GPUBuffer;
  readonly expertOutput: GPUBuffer;
  readonly scores: GPUBuffer;
}

export function allocateScratch(device: GPUDevice, shape: KernelShape): Scratch {
  const { config, maxBatchedTokens, maxNumSeqs } = shape;
  const { hiddenSize, intermediateSize, headDim, numAttentionHeads, numKeyValueHeads } = config;
  const rows = padded(maxBatchedTokens);
  const choices = maxBatchedTokens * config.numExpertsPerToken;
  const sorted = sortedRows(shape);
  const buffer = (label: string, words: number) => storage(device, label, words * 4);
  return {
    residual: buffer("residual", rows * hiddenSize),
    normed: buffer("normed", (rows * hiddenSize) / 2),
    qkv: buffer("qkv", rows * padded((numAttentionHeads + 2 * numKeyValueHeads) * headDim)),
    queries: buffer("queries", (rows * numAttentionHeads * headDim) / 2),
    attentionOutput: buffer("attention output", (rows * numAttentionHeads * headDim) / 2),
    projected: buffer("projected", rows * padded(hiddenSize)),
    logits: buffer("logits", padded(maxNumSeqs) * padded(config.vocabSize)),
    chosenExperts: buffer("chosen experts", choices),
    chosenWeights: buffer("chosen weights", choices),
    expertTiles: buffer("expert tiles", 1 + 2 * maxExpertTiles(shape, maxBatchedTokens, LEAST_TILE_ROWS)),
    tileRowTokens: buffer("tile row tokens", sorted),
    choiceRows: buffer("choice rows", choices),
    gateUp: buffer("gate and up", sorted * padded(2 * intermediateSize)),
    activated: buffer("activated", (sorted * intermediateSize) / 2),
    expertOutput: buffer("expert output", sorted * padded(hiddenSize)),
    scores: buffer("scores", scoreWords(maxNumSeqs)),
  };
}
