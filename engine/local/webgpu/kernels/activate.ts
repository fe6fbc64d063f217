import { swiglu } from "./experts-few.ts";
import { type KernelShape, padded, prelude } from "./prelude.ts";

/** SwiGLU over the sorted rows: a workgroup row for a tile of step.expert_tile rows, whose biases are its expert's. */
export function activateKernel(shape: KernelShape): string {
  return /* wgsl */ `${prelude(shape)}${swiglu(shape)}
@group(0) @binding(0) var<storage, read> gate_up: array<vec4f>;
@group(0) @binding(1) var<storage, read> bias: array<vec2u>;
@group(0) @binding(2) var<storage, read> expert_tiles: array<u32>;
@group(0) @binding(3) var<storage, read_write> activated: array<u32>;
const PAIRS = INTERMEDIATE / 2u;
const STRIDE = ${padded(2 * shape.config.intermediateSize) / 4}u;
@compute @workgroup_size(THREADS) fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  if (group.y >= expert_tiles[0]) { return; }
  let pair = group.x * THREADS + thread;
  if (pair >= PAIRS) { return; }
  let expert = expert_tiles[1u + 2u * group.y];
  let first = expert_tiles[2u + 2u * group.y];
  let packed = bias[expert * PAIRS + pair];
  let low = bfloat16_pair(packed.x);
  let high = bfloat16_pair(packed.y);
  for (var row = first; row < first + step.expert_tile; row += 1u) {
    let values = gate_up[row * STRIDE + pair];
    activated[row * PAIRS + pair] = pack2x16float(vec2f(
      swiglu(values.x + low.x, values.y + low.y),
      swiglu(values.z + high.x, values.w + high.y),
    ));
  }
}
`;
}
