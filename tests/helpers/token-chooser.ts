import type { GptOssConfig } from "../../engine/local/checkpoint/config.ts";
import {
  type ChosenToken,
  MAX_LOGPROB_TOKENS,
  type NextToken,
} from "../../engine/local/core/model-runner.ts";
import { storage } from "../../engine/local/webgpu/storage.ts";
import { type Kernel, KernelCompiler } from "../../engine/local/webgpu/kernel.ts";
import { chooseTokenKernel } from "../../engine/local/webgpu/kernels/choose-token.ts";
import { type KernelShape, padded } from "../../engine/local/webgpu/kernels/kernel-shape.ts";
import { scoreTokensKernel } from "../../engine/local/webgpu/kernels/score-tokens.ts";
import { scoreWords, VOCABULARY_PARTS } from "../../engine/local/webgpu/kernels/vocabulary.ts";
import { GPUBufferUsage, GPUMapMode } from "../../engine/local/webgpu/open-gpu.ts";
import { NONE, RESULT_WORDS, stepSections } from "../../engine/local/webgpu/step-data.ts";

const ROWS = 8;

type ScoreBinding = "data" | "logits" | "masks" | "scores";

/** The two kernels that choose a token, without a model: the test provides the logits. */
export class TokenChooser {
  readonly #device: GPUDevice;
  readonly #shape: KernelShape;
  readonly #score: Kernel<ScoreBinding>;
  readonly #choose: Kernel<ScoreBinding | "results">;

  private constructor(
    device: GPUDevice,
    shape: KernelShape,
    score: Kernel<ScoreBinding>,
    choose: Kernel<ScoreBinding | "results">,
  ) {
    this.#device = device;
    this.#shape = shape;
    this.#score = score;
    this.#choose = choose;
  }

  static async create(device: GPUDevice, config: GptOssConfig): Promise<TokenChooser> {
    const shape: KernelShape = {
      config,
      maxBatchedTokens: ROWS,
      maxNumSeqs: ROWS,
      blocksPerSequence: 1,
      subgroupSize: null,
      maxThreads: 256,
      unpacksSubnormals: false,
      multipliesSubnormals: false,
    };
    const compiler = new KernelCompiler(device);
    const score = await compiler.compile("score", scoreTokensKernel(shape));
    const choose = await compiler.compile("choose", chooseTokenKernel(shape));
    return new TokenChooser(device, shape, score, choose);
  }

  /** Chooses up to 8 tokens. A token is NONE if none is allowed. */
  async choose(
    rows: readonly { readonly logits: Float32Array; readonly next: NextToken }[],
  ): Promise<ChosenToken[]> {
    const { vocabSize } = this.#shape.config;
    const { offsets, words } = stepSections(ROWS, ROWS);
    const maskWords = Math.ceil(vocabSize / 32);
    const stride = padded(vocabSize);
    const data = new Uint32Array(words);
    const draws = new Float32Array(data.buffer);
    const logits = new Float32Array(ROWS * stride);
    const masks = new Int32Array(ROWS * maskWords);
    for (const [row, { logits: own, next }] of rows.entries()) {
      logits.set(own, row * stride);
      if (next.mask !== null) masks.set(next.mask, row * maskWords);
      data[offsets.row_masks + row] = next.mask === null ? NONE : row;
      draws[offsets.row_draws + row] = next.draw ?? -1;
      for (let i = 0; i < MAX_LOGPROB_TOKENS; i += 1) {
        data[offsets.row_logprob_tokens + row * MAX_LOGPROB_TOKENS + i] = next.logprobTokens[i] ?? NONE;
      }
    }
    const read = await this.#run(rows.length, data, logits, masks);
    const floats = new Float32Array(read.buffer);
    return rows.map(({ next: { logprobTokens } }, row) => ({
      token: read[row * RESULT_WORDS]!,
      logSumExp: floats[row * RESULT_WORDS + 1]!,
      logits: logprobTokens.map((_, index) => floats[row * RESULT_WORDS + 2 + index]!),
    }));
  }

  async #run(
    rows: number,
    ...inputs: readonly (Uint32Array<ArrayBuffer> | Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>)[]
  ): Promise<Uint32Array<ArrayBuffer>> {
    const device = this.#device;
    const [data, logits, masks] = inputs.map((array) => {
      const buffer = storage(device, "input", array.byteLength);
      device.queue.writeBuffer(buffer, 0, array);
      return buffer;
    }) as [GPUBuffer, GPUBuffer, GPUBuffer];
    const scores = storage(device, "scores", scoreWords(ROWS) * 4);
    const bytes = ROWS * RESULT_WORDS * 4;
    const results = storage(device, "results", bytes);
    const readback = device.createBuffer({
      size: bytes,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setImmediates(0, Uint32Array.of(rows, rows, 0, 0, 0));
    pass.setPipeline(this.#score.pipeline);
    pass.setBindGroup(0, this.#score.bind({ data, logits, masks, scores }));
    pass.dispatchWorkgroups(VOCABULARY_PARTS, rows);
    pass.setPipeline(this.#choose.pipeline);
    pass.setBindGroup(0, this.#choose.bind({ data, logits, masks, scores, results }));
    pass.dispatchWorkgroups(rows);
    pass.end();
    encoder.copyBufferToBuffer(results, 0, readback, 0, bytes);
    device.queue.submit([encoder.finish()]);
    await readback.mapAsync(GPUMapMode.READ);
    const read = new Uint32Array(readback.getMappedRange().slice(0));
    for (const buffer of [data, logits, masks, scores, results, readback]) buffer.destroy();
    return read;
  }
}
