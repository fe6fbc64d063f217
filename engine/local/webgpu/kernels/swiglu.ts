import { type KernelShape, padded } from "./kernel-shape.ts";
import { kernelSource, read, readWrite } from "./kernel-source.ts";
import { prelude } from "./prelude.ts";

/** The clamped SwiGLU of gpt-oss, of gate and up with their biases. */
export function swiglu({ config }: KernelShape): string {
  return /* wgsl */ `
fn swiglu(gate: f32, up: f32) -> f32 {
  let g = min(gate, ${config.swigluLimit}f);
  let u = clamp(up, -${config.swigluLimit}f, ${config.swigluLimit}f);
  return (u + 1f) * g / (1f + exp(-1.702 * g));
}
`;
}

/** SwiGLU of the rows sorted by expert. Workgroup y computes tile y of step.expert_tile rows, which have one expert. */
export function swigluKernel(shape: KernelShape) {
  const bindings = {
    gate_up: read("array<vec4f>"),
    bias: read("array<vec2u>"),
    expert_tiles: read("array<u32>"),
    activated: readWrite("array<u32>"),
  };
  return kernelSource(
    prelude(shape),
    bindings,
    /* wgsl */ `${swiglu(shape)}
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
`,
  );
}
