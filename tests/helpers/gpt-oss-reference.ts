import { readConfig, type GptOssConfig } from "../../engine/local/checkpoint/config.ts";
import { bfloat16ToFloat32 } from "../../engine/local/checkpoint/half-floats.ts";
import { decodeMxfp4 } from "../../engine/local/checkpoint/mxfp4.ts";
import { SafetensorsCheckpoint } from "../../engine/local/checkpoint/safetensors.ts";
import {
  EMBEDDING,
  FINAL_NORM,
  layerTensorNames,
  outputWeights,
  scaleName,
  tensorSpecs,
} from "../../engine/local/checkpoint/tensor-names.ts";

type Vector = Float64Array;

/**
 * A forward pass of gpt-oss in float64, written from the published description of the architecture
 * ("gpt-oss-120b & gpt-oss-20b Model Card", arXiv:2508.10925) and Hugging Face's GptOssForCausalLM. Slow,
 * for tiny checkpoints; it shares no computation with engine/local/onnx/export.
 */
export class GptOssReference {
  readonly #config: GptOssConfig;
  readonly #tensors: ReadonlyMap<string, Vector>;

  private constructor(config: GptOssConfig, tensors: ReadonlyMap<string, Vector>) {
    this.#config = config;
    this.#tensors = tensors;
  }

  /** `decode` replaces that of MXFP4 if experts are to have other weights. */
  static async load(directory: string, decode = decodeMxfp4): Promise<GptOssReference> {
    const config = await readConfig(directory);
    const checkpoint = await SafetensorsCheckpoint.open(directory);
    const read = async (name: string) => {
      const { begin, end } = checkpoint.describe(name);
      return checkpoint.read(name, 0, end - begin);
    };
    const tensors = new Map<string, Vector>();
    const experts = checkpoint.names().has(layerTensorNames(0).down.matrix) ? "bfloat16" : "mxfp4";
    const matrices = checkpoint.names().has(scaleName(EMBEDDING)) ? "int8" : "bfloat16";
    for (const [name, { dtype, shape }] of tensorSpecs(config, experts, matrices)) {
      if (dtype === "BF16") {
        const bytes = await read(name);
        const values = Float64Array.from(new Uint16Array(bytes.buffer), bfloat16ToFloat32);
        if (/\.experts\.\w+_proj$/.test(name)) tensors.set(`${name}_blocks`, transposeEach(values, shape));
        else tensors.set(name, values);
      } else if (dtype === "I8") {
        const codes = new Int8Array((await read(name)).buffer);
        const scales = Float64Array.from(
          new Uint16Array((await read(scaleName(name))).buffer),
          bfloat16ToFloat32,
        );
        tensors.set(
          name,
          Float64Array.from(codes, (code, i) => code * scales[Math.floor(i / shape[1]!)]!),
        );
      } else if (name.endsWith("_blocks")) {
        tensors.set(name, decode(await read(name), await read(name.replace(/_blocks$/, "_scales"))));
      }
    }
    await checkpoint.close();
    return new GptOssReference(config, tensors);
  }

  /** Logits [vocab] after every position of `tokens`. */
  forward(tokens: readonly number[]): Vector[] {
    const { hiddenSize } = this.#config;
    const embedding = this.#tensor(EMBEDDING);
    let hidden: Vector[] = tokens.map((token) =>
      embedding.slice(token * hiddenSize, (token + 1) * hiddenSize),
    );
    for (let layer = 0; layer < this.#config.numHiddenLayers; layer += 1) {
      const names = layerTensorNames(layer);
      const attended = this.#attention(
        layer,
        hidden.map((x) => this.#rmsNorm(x, names.inputNorm)),
      );
      hidden = hidden.map((x, position) => add(x, attended[position]!));
      hidden = hidden.map((x) => add(x, this.#experts(layer, this.#rmsNorm(x, names.postAttentionNorm))));
    }
    return hidden.map((x) =>
      matrixVector(this.#tensor(outputWeights(this.#config)), this.#rmsNorm(x, FINAL_NORM)),
    );
  }

  #attention(layer: number, inputs: readonly Vector[]): Vector[] {
    const { headDim, numAttentionHeads, numKeyValueHeads, layerTypes, slidingWindow } = this.#config;
    const names = layerTensorNames(layer);
    const window = layerTypes[layer] === "sliding_attention" ? slidingWindow : Infinity;
    const sinks = this.#tensor(names.sinks);
    const queries = inputs.map((x, t) => this.#rotate(this.#linear(names.q, x), t));
    const keys = inputs.map((x, t) => this.#rotate(this.#linear(names.k, x), t));
    const values = inputs.map((x) => this.#linear(names.v, x));
    return inputs.map((_, t) => {
      const output = new Float64Array(numAttentionHeads * headDim);
      for (let head = 0; head < numAttentionHeads; head += 1) {
        const queryAt = head * headDim;
        const keyAt = Math.floor(head / (numAttentionHeads / numKeyValueHeads)) * headDim;
        // A query sees itself and the `window - 1` positions before it.
        const first = Math.max(0, t - window + 1);
        const scores: number[] = [];
        for (let s = first; s <= t; s += 1) {
          let score = 0;
          for (let d = 0; d < headDim; d += 1) score += queries[t]![queryAt + d]! * keys[s]![keyAt + d]!;
          scores.push(score / Math.sqrt(headDim));
        }
        // The sink is one more column of the softmax, without a value.
        const weights = softmax([...scores, sinks[head]!]);
        for (let s = first; s <= t; s += 1) {
          for (let d = 0; d < headDim; d += 1) {
            output[queryAt + d]! += weights[s - first]! * values[s]![keyAt + d]!;
          }
        }
      }
      return this.#linear(names.o, output);
    });
  }

  /** Rotary embedding that pairs dimension d with d + headDim/2, with YaRN's frequencies. */
  #rotate(heads: Vector, position: number): Vector {
    const { headDim, ropeTheta, ropeScaling } = this.#config;
    const { factor, betaFast, betaSlow, originalMaxPositionEmbeddings: context, truncate } = ropeScaling;
    const dimension = (rotations: number) =>
      (headDim * Math.log(context / (rotations * 2 * Math.PI))) / (2 * Math.log(ropeTheta));
    const low = Math.max(0, truncate ? Math.floor(dimension(betaFast)) : dimension(betaFast));
    const high = Math.min(headDim - 1, truncate ? Math.ceil(dimension(betaSlow)) : dimension(betaSlow));
    const concentration = 0.1 * Math.log(factor) + 1;
    const rotated = new Float64Array(heads.length);
    for (let start = 0; start < heads.length; start += headDim) {
      for (let d = 0; d < headDim / 2; d += 1) {
        const extrapolation = 1 / ropeTheta ** ((2 * d) / headDim);
        const keep = 1 - Math.min(1, Math.max(0, (d - low) / (high - low)));
        const angle = position * ((extrapolation / factor) * (1 - keep) + extrapolation * keep);
        const [cos, sin] = [Math.cos(angle) * concentration, Math.sin(angle) * concentration];
        const [a, b] = [heads[start + d]!, heads[start + d + headDim / 2]!];
        rotated[start + d] = a * cos - b * sin;
        rotated[start + d + headDim / 2] = b * cos + a * sin;
      }
    }
    return rotated;
  }

  #experts(layer: number, input: Vector): Vector {
    const { numExpertsPerToken, intermediateSize, hiddenSize, swigluLimit } = this.#config;
    const names = layerTensorNames(layer);
    const chosen = [...this.#linear(names.router, input).entries()]
      .sort(([, a], [, b]) => b - a)
      .slice(0, numExpertsPerToken);
    const weights = softmax(chosen.map(([, logit]) => logit));
    const output = new Float64Array(hiddenSize);
    for (const [rank, [expert]] of chosen.entries()) {
      const gateUp = this.#expertLinear(names.gateUp, expert, input, 2 * intermediateSize);
      const activated = new Float64Array(intermediateSize);
      for (let i = 0; i < intermediateSize; i += 1) {
        const gate = Math.min(gateUp[2 * i]!, swigluLimit);
        const up = Math.max(-swigluLimit, Math.min(gateUp[2 * i + 1]!, swigluLimit));
        activated[i] = (up + 1) * (gate / (1 + Math.exp(-1.702 * gate)));
      }
      const mixed = this.#expertLinear(names.down, expert, activated, hiddenSize);
      for (let i = 0; i < hiddenSize; i += 1) output[i]! += weights[rank]! * mixed[i]!;
    }
    return output;
  }

  #expertLinear(names: { blocks: string; bias: string }, expert: number, input: Vector, out: number): Vector {
    const weight = this.#tensor(names.blocks);
    const size = out * input.length;
    const product = matrixVector(weight.subarray(expert * size, (expert + 1) * size), input);
    return add(product, this.#tensor(names.bias).subarray(expert * out, (expert + 1) * out));
  }

  #linear(names: { weight: string; bias: string }, input: Vector): Vector {
    return add(matrixVector(this.#tensor(names.weight), input), this.#tensor(names.bias));
  }

  #rmsNorm(input: Vector, weight: string): Vector {
    const meanSquare = input.reduce((sum, x) => sum + x * x, 0) / input.length;
    const scale = 1 / Math.sqrt(meanSquare + this.#config.rmsNormEps);
    return this.#tensor(weight).map((w, i) => w * input[i]! * scale);
  }

  #tensor(name: string): Vector {
    const tensor = this.#tensors.get(name);
    if (!tensor) throw new Error(`no tensor ${name}`);
    return tensor;
  }
}

/** [experts, in, out] as [experts, out, in]. */
function transposeEach(values: Vector, [experts = 0, inputs = 0, outputs = 0]: readonly number[]): Vector {
  const transposed = new Float64Array(values.length);
  for (let expert = 0; expert < experts; expert += 1) {
    for (let input = 0; input < inputs; input += 1) {
      for (let output = 0; output < outputs; output += 1) {
        transposed[(expert * outputs + output) * inputs + input] =
          values[(expert * inputs + input) * outputs + output]!;
      }
    }
  }
  return transposed;
}

/** The row-major matrix [out, in] times a vector [in]. */
function matrixVector(matrix: Vector, vector: Vector): Vector {
  const width = vector.length;
  const output = new Float64Array(matrix.length / width);
  for (let row = 0; row < output.length; row += 1) {
    let sum = 0;
    for (let i = 0; i < width; i += 1) sum += matrix[row * width + i]! * vector[i]!;
    output[row] = sum;
  }
  return output;
}

function add(a: Vector, b: Vector): Vector {
  return a.map((x, i) => x + b[i]!);
}

function softmax(scores: readonly number[]): number[] {
  const largest = Math.max(...scores);
  const exponentials = scores.map((score) => Math.exp(score - largest));
  const sum = exponentials.reduce((total, x) => total + x, 0);
  return exponentials.map((x) => x / sum);
}
