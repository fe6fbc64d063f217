import type { GptOssConfig } from "../checkpoint/config.ts";
import {
  type Allocation,
  type ChosenToken,
  MAX_LOGPROB_TOKENS,
  type ModelRunner,
  type NextToken,
  NO_TOKEN,
  type Slice,
} from "../core/model-runner.ts";
import { EngineFailedError } from "../../errors.ts";
import { type BlockList, BlockPool } from "./block-pool.ts";
import type { ForwardPass } from "./forward-pass.ts";
import { prefillTileTokens } from "./kernels/attention/attention.ts";
import { BLOCK_TOKENS, type KernelShape } from "./kernels/kernel-shape.ts";
import { MaskSlots } from "./mask-slots.ts";
import { type Gpu, GPUMapMode } from "./open-gpu.ts";
import type { StepBuffers } from "./step-buffers.ts";
import { NONE, RESULT_WORDS, stepSections } from "./step-data.ts";
import type { StepPlan } from "./step-plan.ts";

/** The smallest number of tokens of one sequence for which prefill attention is faster than decode attention. */
const LEAST_PREFILL_TOKENS = 5;

/** A step takes milliseconds on a GPU: one that takes this long hangs. On a software GPU a step may take minutes. */
const STEP_LIMIT_MS = 120_000;
const SOFTWARE_STEP_LIMIT_MS = 60 * 60_000;

/** A sequence's blocks, and its row of the block table. */
export interface WebGpuSlot {
  readonly row: number;
  readonly list: BlockList;
  /** Blocks that are in the block table on the GPU. */
  tableBlocks: number;
}

/** Runs a model on a GPU, with its KV cache in blocks. The next tokens are chosen on the GPU. */
export class WebGpuRunner implements ModelRunner<WebGpuSlot> {
  readonly #gpu: Gpu;
  readonly #config: GptOssConfig;
  readonly #shape: KernelShape;
  readonly #pool: BlockPool;
  readonly #freeRows: number[];
  readonly #forward: ForwardPass;
  readonly #masks: MaskSlots;
  readonly #data: Uint32Array<ArrayBuffer>;
  readonly #draws: Float32Array;
  readonly #offsets: ReturnType<typeof stepSections>["offsets"];
  readonly #onStuck: () => void;
  readonly #buffers: StepBuffers;

  constructor(
    gpu: Gpu,
    shape: KernelShape,
    forward: ForwardPass,
    blocks: number,
    buffers: StepBuffers,
    onStuck: () => void,
  ) {
    const { device } = gpu;
    const { config, maxNumSeqs, maxBatchedTokens } = shape;
    this.#gpu = gpu;
    this.#onStuck = onStuck;
    this.#config = config;
    this.#shape = shape;
    this.#pool = new BlockPool(blocks);
    this.#freeRows = Array.from({ length: maxNumSeqs }, (_, row) => row);
    const { offsets, words } = stepSections(maxBatchedTokens, maxNumSeqs);
    this.#offsets = offsets;
    this.#data = new Uint32Array(words);
    this.#draws = new Float32Array(this.#data.buffer);
    this.#buffers = buffers;
    const maskWords = Math.ceil(config.vocabSize / 32);
    this.#masks = new MaskSlots((slot, mask) => {
      const offset = slot * maskWords * 4;
      device.queue.writeBuffer(buffers.masks, offset, mask as Int32Array<ArrayBuffer>, 0, maskWords);
    });
    this.#forward = forward;
  }

  allocate(tokens: readonly number[], sharedTokens: number): Allocation<WebGpuSlot> | null {
    const row = this.#freeRows.at(-1);
    const list = row === undefined ? null : this.#pool.allocate(tokens, sharedTokens);
    if (row === undefined || list === null) {
      return null;
    }
    this.#freeRows.pop();
    return {
      slot: { row, list, tableBlocks: 0 },
      cachedTokens: this.#pool.cachedTokens(list),
      cacheableTokens: sharedTokens - (sharedTokens % BLOCK_TOKENS),
    };
  }

  reserve({ list }: WebGpuSlot, tokens: number): boolean {
    return this.#pool.grow(list, tokens);
  }

  async run(slices: readonly Slice<WebGpuSlot>[]): Promise<(ChosenToken | null)[]> {
    const plan = this.#write(slices);
    const { data, results, readback } = this.#buffers;
    const { device } = this.#gpu;
    device.queue.writeBuffer(data, 0, this.#data);
    this.#forward.submit(plan, readback, results);
    const watch = setTimeout(this.#onStuck, this.#gpu.software ? SOFTWARE_STEP_LIMIT_MS : STEP_LIMIT_MS);
    try {
      return await this.#results(plan, slices);
    } finally {
      clearTimeout(watch);
    }
  }

  async #results(plan: StepPlan, slices: readonly Slice<WebGpuSlot>[]): Promise<(ChosenToken | null)[]> {
    const { readback } = this.#buffers;
    if (plan.rows === 0) {
      await this.#gpu.device.queue.onSubmittedWorkDone();
      return slices.map(() => null);
    }
    const bytes = plan.rows * RESULT_WORDS * 4;
    await readback.mapAsync(GPUMapMode.READ, 0, bytes);
    const words = new Uint32Array(readback.getMappedRange(0, bytes).slice(0));
    readback.unmap();
    let row = 0;
    return slices.map(({ next }) => (next === null ? null : readResult(words, row++, next)));
  }

  commit({ list }: WebGpuSlot, computedTokens: number): void {
    this.#pool.commit(list, computedTokens);
  }

  free({ row, list }: WebGpuSlot): void {
    this.#pool.free(list);
    this.#freeRows.push(row);
  }

  kvCacheShare(): number {
    return this.#pool.usedShare;
  }

  async release(): Promise<void> {
    this.#gpu.close();
  }

  /** Writes the data of the step, and the block tables that have grown. */
  #write(slices: readonly Slice<WebGpuSlot>[]): StepPlan {
    const data = this.#data;
    const at = this.#offsets;
    const tileTokens = prefillTileTokens(this.#shape);
    let [tokens, rows, decodeTokens, prefillTiles] = [0, 0, 0, 0];
    for (const { slot, tokens: ids, position, next } of slices) {
      this.#writeBlockTable(slot);
      const first = tokens;
      for (const [index, id] of ids.entries()) {
        data[at.token_ids + tokens] = checkedToken(id, this.#config.vocabSize);
        data[at.positions + tokens] = position + index;
        data[at.sequences + tokens] = slot.row;
        tokens += 1;
      }
      if (ids.length < LEAST_PREFILL_TOKENS) {
        for (let token = first; token < tokens; token += 1) {
          data[at.decode_tokens + decodeTokens++] = token;
        }
      } else {
        for (let token = first; token < tokens; token += tileTokens) {
          data[at.prefill_tiles + 2 * prefillTiles] = token;
          data[at.prefill_tiles + 2 * prefillTiles + 1] = Math.min(tileTokens, tokens - token);
          prefillTiles += 1;
        }
      }
      if (next !== null) {
        this.#writeRow(rows++, tokens - 1, next);
      }
    }
    return { tokens, rows, decodeTokens, prefillTiles };
  }

  #writeRow(row: number, token: number, { mask, draw, logprobTokens }: NextToken): void {
    const at = this.#offsets;
    this.#data[at.row_tokens + row] = token;
    this.#data[at.row_masks + row] = this.#masks.slotOf(mask);
    // At most the largest float32 below 1: rounding must not make it 1.
    this.#draws[at.row_draws + row] = draw === null ? -1 : Math.min(draw, 1 - 2 ** -24);
    const begin = at.row_logprob_tokens + row * MAX_LOGPROB_TOKENS;
    for (let i = 0; i < MAX_LOGPROB_TOKENS; i += 1) {
      this.#data[begin + i] = logprobTokens[i] ?? NONE;
    }
  }

  #writeBlockTable(slot: WebGpuSlot): void {
    const { row, list, tableBlocks } = slot;
    if (tableBlocks === list.blocks.length) {
      return;
    }
    const offset = (row * this.#shape.blocksPerSequence + tableBlocks) * 4;
    const added = Uint32Array.from(list.blocks.slice(tableBlocks));
    this.#gpu.device.queue.writeBuffer(this.#buffers.blockTable, offset, added);
    slot.tableBlocks = list.blocks.length;
  }
}

function readResult(words: Uint32Array<ArrayBuffer>, row: number, { logprobTokens }: NextToken): ChosenToken {
  const begin = row * RESULT_WORDS;
  const floats = new Float32Array(words.buffer);
  const token = words[begin]!;
  return {
    token: token === NONE ? NO_TOKEN : token,
    logSumExp: floats[begin + 1]!,
    logits: logprobTokens.map((_, index) => floats[begin + 2 + index]!),
  };
}

/** Kernels do not check token ids: an id outside the embedding must not reach them. */
function checkedToken(id: number, vocabSize: number): number {
  if (!(id >= 0 && id < vocabSize)) {
    throw new EngineFailedError(`The prompt contains token ${id}, which is not in the model's vocabulary.`, {
      retryable: false,
    });
  }
  return id;
}
