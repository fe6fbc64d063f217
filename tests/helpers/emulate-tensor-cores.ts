import type { TensorCores } from "../../engine/local/webgpu/kernels/tensor-cores.ts";
import type { Gpu } from "../../engine/local/webgpu/open-gpu.ts";

/**
 * Makes a GPU without tensor cores and subgroups of 32 appear to have both: kernels that use subgroup matrices are
 * rewritten to ordinary instructions before they are compiled. This tests on every machine which elements they load,
 * multiply and store. It is slow.
 */
export function emulateTensorCores(gpu: Gpu, cores: TensorCores): Gpu {
  const { device } = gpu;
  const createShaderModule = device.createShaderModule.bind(device);
  device.createShaderModule = (descriptor) =>
    createShaderModule({ ...descriptor, code: withoutTensorCores(descriptor.code, cores) });
  return { ...gpu, tensorCores: cores };
}

const NEEDED = ["f16", "chromium_experimental_subgroup_matrix", "subgroup_size_control"];

/**
 * Each lane has one row of the left matrix, some columns of the right one, and the same columns of this row of the sum:
 * N *
 * M / 32 columns for each lane of a row.
 */
function withoutTensorCores(code: string, { m, n, k }: TensorCores): string {
  if (!code.includes("chromium_experimental_subgroup_matrix")) return code;
  const columns = (n * m) / 32;
  const sum = `array<f32, ${columns}>`;
  const loaded = new Set<string>();
  const hasThread = code.includes("local_invocation_index");
  const rewritten = code
    .replace(new RegExp(`enable (${NEEDED.join("|")});\n`, "g"), "")
    .replace("diagnostic(off, chromium.subgroup_matrix_uniformity);\n", "")
    .replace("@subgroup_size(32)", "")
    .replace("@builtin(subgroup_invocation_id) subgroup_lane: u32,", "")
    .replace(
      "@builtin(subgroup_id) subgroup: u32,",
      hasThread ? "" : "@builtin(local_invocation_index) emulated_thread: u32,",
    )
    .replace(
      /fn main\(([^)]*\([^)]*\))*[^)]*\) \{/,
      (head) =>
        `${head}\n  let subgroup = ${hasThread ? "thread" : "emulated_thread"} / 32u;\n  ` +
        `emulated_lane = ${hasThread ? "thread" : "emulated_thread"} % 32u;\n  let subgroup_lane = emulated_lane;` +
        (code.includes("subgroupShuffleXor(") ? "\n  emulated_index = emulated_thread;" : ""),
    )
    .replaceAll(
      /subgroupMatrixLoad<subgroup_matrix_(left|right)<[^>]*>, (row|col)_major>\(&(\w+),/g,
      (_, side: string, order: string, name: string) => {
        loaded.add(`${side} ${order} ${name}`);
        return `${side}_${order}_${name}(`;
      },
    )
    .replaceAll(/subgroup_matrix_result<[^>]*>/g, sum)
    .replaceAll("subgroupMatrixMultiplyAccumulate(", "emulated_product(")
    .replaceAll(/subgroupMatrixStore<row_major>\(&(\w+),/g, "emulated_store_$1(")
    .replaceAll("subgroupShuffleXor(", "emulated_shuffle_xor(");
  const stored = [...new Set([...rewritten.matchAll(/emulated_store_(\w+)\(/g)].map(([, name]) => name!))];
  const row = `emulated_lane % ${m}u`;
  const column = `(emulated_lane / ${m}u) * ${columns}u`;
  const loads = [...loaded].map((load) => {
    const [side, order, name] = load.split(" ") as [string, string, string];
    const half = (at: string) => `half_of_${name}(start * 8u + ${at})`;
    return side === "left"
      ? `fn left_${order}_${name}(start: u32, stride: u32) -> array<f32, ${k}> {
  var values: array<f32, ${k}>;
  for (var i = 0u; i < ${k}u; i += 1u) { values[i] = ${half(`(${row}) * stride * 8u + i`)}; }
  return values;
}`
      : `fn right_${order}_${name}(start: u32, stride: u32) -> array<${sum}, ${k}> {
  var values: array<${sum}, ${k}>;
  for (var i = 0u; i < ${k}u; i += 1u) {
    for (var c = 0u; c < ${columns}u; c += 1u) {
      values[i][c] = ${half(order === "row" ? `i * stride * 8u + ${column} + c` : `(${column} + c) * stride * 8u + i`)};
    }
  }
  return values;
}`;
  });
  const halves = [...new Set([...loaded].map((load) => load.split(" ")[2]!))].map(
    (name) => `fn half_of_${name}(index: u32) -> f32 {
  return unpack2x16float(${name}[index / 8u][(index % 8u) / 2u])[index % 2u];
}`,
  );
  const stores = stored.map(
    (name) => `fn emulated_store_${name}(start: u32, values: ${sum}, stride: u32) {
  for (var c = 0u; c < ${columns}u; c += 1u) { ${name}[start + (${row}) * stride + ${column} + c] = values[c]; }
}`,
  );
  return `${rewritten}
var<private> emulated_lane: u32;
${[...halves, ...loads, ...stores].join("\n")}
fn emulated_product(a: array<f32, ${k}>, b: array<${sum}, ${k}>, c: ${sum}) -> ${sum} {
  var values = c;
  for (var i = 0u; i < ${k}u; i += 1u) {
    for (var j = 0u; j < ${columns}u; j += 1u) { values[j] += a[i] * b[i][j]; }
  }
  return values;
}
${rewritten.includes("emulated_shuffle_xor(") ? SHUFFLE : ""}`;
}

/** For kernels with THREADS threads, all of which call it. */
const SHUFFLE = `
var<workgroup> emulated_values: array<f32, THREADS>;
var<private> emulated_index: u32;
fn emulated_shuffle_xor(value: f32, mask: u32) -> f32 {
  emulated_values[emulated_index] = value;
  workgroupBarrier();
  let other = emulated_values[emulated_index ^ mask];
  workgroupBarrier();
  return other;
}
`;
