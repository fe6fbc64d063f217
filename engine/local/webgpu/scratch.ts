import { scoreWords } from "./kernels/choose-token.ts";
import { type KernelShape, LEAST_TILE_ROWS, padded } from "./kernels/prelude.ts";
import { maxExpertTiles, sortedRows } from "./kernels/sort-experts.ts";
import { storage } from "./storage.ts";

/** What lies between two kernels of a step: overwritten by every layer. */
export interface Scratch {
  readonly residual: GPUBuffer;
  readonly normed: GPUBuffer;
  readonly projected: { readonly qkv: GPUBuffer; readonly output: GPUBuffer; readonly logits: GPUBuffer };
  readonly queries: GPUBuffer;
  readonly attended: GPUBuffer;
  readonly chosenExperts: GPUBuffer;
  readonly chosenWeights: GPUBuffer;
  readonly expertTiles: GPUBuffer;
  readonly rowTokens: GPUBuffer;
  readonly pairRows: GPUBuffer;
  readonly gateUp: GPUBuffer;
  readonly activated: GPUBuffer;
  readonly mixed: GPUBuffer;
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
    projected: {
      qkv: buffer("qkv", rows * padded((numAttentionHeads + 2 * numKeyValueHeads) * headDim)),
      output: buffer("output", rows * padded(hiddenSize)),
      logits: buffer("logits", padded(maxNumSeqs) * padded(config.vocabSize)),
    },
    queries: buffer("queries", (rows * numAttentionHeads * headDim) / 2),
    attended: buffer("attended", (rows * numAttentionHeads * headDim) / 2),
    chosenExperts: buffer("chosen experts", choices),
    chosenWeights: buffer("chosen weights", choices),
    expertTiles: buffer("expert tiles", 1 + 2 * maxExpertTiles(shape, maxBatchedTokens, LEAST_TILE_ROWS)),
    rowTokens: buffer("row tokens", sorted),
    pairRows: buffer("pair rows", choices),
    gateUp: buffer("gate and up", sorted * padded(2 * intermediateSize)),
    activated: buffer("activated", (sorted * intermediateSize) / 2),
    mixed: buffer("mixed", sorted * padded(hiddenSize)),
    scores: buffer("scores", scoreWords(maxNumSeqs)),
  };
}
