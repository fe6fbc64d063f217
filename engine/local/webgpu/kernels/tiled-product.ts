import { addProducts, type MatrixUnits, UNIT_EXTENSIONS, unitTypes } from "./matrix-units.ts";
import { type KernelShape, mxfp4, padded, prelude } from "./prelude.ts";
import { times } from "./times.ts";

/** One workgroup's tile of the product: rows x columns, `depth` inputs at a time. */
export interface Tile {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  /** Pieces that are on their way while one is multiplied: the more, the nearer to the memory's bandwidth. */
  readonly ahead: number;
  /** The part of one subgroup, on matrix units. */
  readonly subgroupRows: number;
  readonly subgroupColumns: number;
}

export interface ProductSize {
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: "bfloat16" | "mxfp4";
  /**
   * Which rows of x a tile takes: the step's tokens in order; the tokens whose next token is chosen; the tokens that
   * chose an expert; the sorted rows themselves.
   */
  readonly rows: "tokens" | "chosen" | "expert-tokens" | "expert-rows";
}

/** Shared memory rows are this many float16 longer than a tile is deep, so that their starts fall into different banks. */
const SKEW = 8;

/**
 * y = x W^T in tiles: x float16, sums float32, weights bfloat16 [outputs, inputs] or MXFP4 [experts, outputs, inputs],
 * turned into float16 on their way to shared memory. The next pieces are on their way while one is multiplied. Whole
 * tiles are written: y has rows and columns up to the next multiple of PADDING.
 *
 * Without matrix units the same tiles are multiplied by ordinary instructions.
 */
export function tiledProductKernel(
  shape: KernelShape,
  size: ProductSize,
  tile: Tile,
  units: MatrixUnits | null,
): string {
  const byExpert = isByExpert(size.rows);
  const threads = productThreads(tile, units);
  const octets = tile.depth / 8;
  const stride = (tile.depth + SKEW) / 8;
  const wholeDepth = size.inputs % tile.depth === 0;
  /** Octets, or blocks, of one row of weights. */
  const wPieces = size.weights === "bfloat16" ? octets : tile.depth / 32;
  const x = loads(tile.rows * octets, threads);
  const w = loads(tile.columns * wPieces, threads);
  return /* wgsl */ `${units === null ? "" : UNIT_EXTENSIONS}${prelude(shape)}
${size.weights === "mxfp4" ? mxfp4(shape) : ""}
@group(0) @binding(0) var<storage, read> data: array<u32>;
@group(0) @binding(1) var<storage, read> x: array<vec4u>;
@group(0) @binding(2) var<storage, read> weight: array<vec4u>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;
${byExpert ? "@group(0) @binding(4) var<storage, read> expert_tiles: array<u32>;" : ""}
${size.rows === "expert-tokens" ? "@group(0) @binding(5) var<storage, read> tile_row_tokens: array<u32>;" : ""}
${size.weights === "mxfp4" ? "@group(0) @binding(6) var<storage, read> scales: array<u32>;" : ""}
const INPUTS = ${size.inputs}u;
const OUTPUTS = ${size.outputs}u;
const Y_STRIDE = ${padded(size.outputs)}u;
const OCTETS = INPUTS / 8u;
const BLOCKS = INPUTS / 32u;
const STRIDE = ${stride}u;
var<workgroup> x_tile: array<vec4u, ${tile.rows * stride}>;
var<workgroup> w_tile: array<vec4u, ${tile.columns * stride}>;

/**
 * Where in x the row begins. Rows that only fill the tile, and those behind it that no thread stores, take any row that is
 * there: nobody reads their sums.
 */
fn x_start(row: u32) -> u32 {
  ${X_START[size.rows]}
}
${size.weights === "bfloat16" ? BFLOAT16_LOAD : mxfp4Load(units !== null && shape.multipliesSubnormals)}
@compute @workgroup_size(${threads}) ${units === null ? "" : "@subgroup_size(32)"} fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) thread: u32,
  ${units === null ? "" : "@builtin(subgroup_id) subgroup: u32,"}
) {
  ${
    byExpert
      ? "if (group.y >= expert_tiles[0]) { return; }\n  let expert = expert_tiles[1u + 2u * group.y];\n  let first_row = expert_tiles[2u + 2u * group.y];"
      : `let expert = 0u;\n  let first_row = group.x * ${tile.rows}u;`
  }
  let first_column = group.${byExpert ? "x" : "y"} * ${tile.columns}u;
  ${times(x.count, (i) => `let x_at${i} = x_start(first_row + ${pieceOf(i)} / ${octets}u);`)}
  ${times(tile.ahead, (stage) => times(x.count, (i) => `var x${stage}_${i}: vec4u;`) + times(w.count, (i) => `var w${stage}_${i}: WeightPiece;`))}
  var octet = 0u;
  ${times(tile.ahead, (stage) => load(stage, `${stage * octets}u`))}
  ${units === null ? sumsDeclaration(tile) : unitSums(tile, units)}
  loop {
    ${times(
      tile.ahead,
      (stage) => `${store(stage)}
    workgroupBarrier();
    ${load(stage, `octet + ${tile.ahead * octets}u`)}
    ${units === null ? multiply(tile, stride) : multiplyOnUnits(tile, units, stride)}
    octet += ${octets}u;
    if (octet >= OCTETS) { break; }
    workgroupBarrier();`,
    )}
  }
  ${units === null ? writeSums(tile) : writeUnitSums(tile, units)}
}
`;

  /** The number of a thread's i-th piece. */
  function pieceOf(i: number): string {
    return `(thread + ${i * threads}u)`;
  }

  /** Takes the piece that begins at the octet `from` of every row on its way; what lies behind the end is zero. */
  function load(stage: number, from: string): string {
    const begin = size.weights === "bfloat16" ? "start" : "start / 4u";
    const end = size.weights === "bfloat16" ? "OCTETS" : "BLOCKS";
    const wholeColumns = size.outputs % tile.columns === 0;
    const loadX = (i: number) => {
      const at = `start + ${pieceOf(i)} % ${octets}u`;
      const inside = wholeDepth ? "" : `${at} < OCTETS`;
      return guarded(inside, `x${stage}_${i}`, "vec4u()", `x[x_at${i} + ${at}]`);
    };
    const loadW = (i: number) => {
      const column = `first_column + ${pieceOf(i)} / ${wPieces}u`;
      const at = `${begin} + ${pieceOf(i)} % ${wPieces}u`;
      const inside = [wholeColumns ? "" : `${column} < OUTPUTS`, wholeDepth ? "" : `${at} < ${end}`];
      const condition = inside.filter((part) => part !== "").join(" && ");
      return guarded(condition, `w${stage}_${i}`, "WeightPiece()", `weight_piece(expert, ${column}, ${at})`);
    };
    return `{ let start = ${from};
      ${wholeDepth ? "if (start < OCTETS) {" : ""}
      ${times(x.count, (i) => `${x.guard(i)}{ ${loadX(i)} }`)}
      ${times(w.count, (i) => `${w.guard(i)}{ ${loadW(i)} }`)}
      ${wholeDepth ? "}" : ""}
    }`;
  }

  function store(stage: number): string {
    const storeX = (i: number) => {
      const at = `(${pieceOf(i)} / ${octets}u) * STRIDE + ${pieceOf(i)} % ${octets}u`;
      return `x_tile[${at}] = ${size.weights === "mxfp4" ? "ordered" : ""}(x${stage}_${i});`;
    };
    const storeW = (i: number) => {
      const row = `(${pieceOf(i)} / ${wPieces}u) * STRIDE`;
      return size.weights === "bfloat16"
        ? `w_tile[${row} + ${pieceOf(i)} % ${wPieces}u] = halves(w${stage}_${i});`
        : `let at = ${row} + (${pieceOf(i)} % ${wPieces}u) * 4u;
             store_block(at, w${stage}_${i});`;
    };
    return (
      times(x.count, (i) => `${x.guard(i)}{ ${storeX(i)} }`) +
      times(w.count, (i) => `${w.guard(i)}{ ${storeW(i)} }`)
    );
  }
}

/** Assigns the value where the condition holds, or else `none`. */
function guarded(condition: string, target: string, none: string, value: string): string {
  const assigned = `${target} = ${value};`;
  return condition === "" ? assigned : `${target} = ${none}; if (${condition}) { ${assigned} }`;
}

/** Workgroups of a product. Neighbours share columns: the weights may be more than a cache holds. */
export function productGroups(tile: Tile, outputs: number, rows: number): readonly [number, number] {
  return [Math.ceil(rows / tile.rows), Math.ceil(outputs / tile.columns)];
}

/** The same by expert. Neighbours share rows: there are several inputs for each token, and an expert's weights are few. */
export function expertProductGroups(tile: Tile, outputs: number, tiles: number): readonly [number, number] {
  return [Math.ceil(outputs / tile.columns), tiles];
}

function isByExpert(rows: ProductSize["rows"]): boolean {
  return rows === "expert-tokens" || rows === "expert-rows";
}

/** Threads of one workgroup. */
function productThreads(tile: Tile, units: MatrixUnits | null): number {
  return units === null ? 256 : (tile.rows / tile.subgroupRows) * (tile.columns / tile.subgroupColumns) * 32;
}

const X_START: Readonly<Record<ProductSize["rows"], string>> = {
  tokens: "return select(0u, row * OCTETS, row < step.tokens);",
  chosen: "return data[ROW_TOKENS + select(0u, row, row < step.rows)] * OCTETS;",
  "expert-tokens": "let token = tile_row_tokens[row];\n  return select(token * OCTETS, 0u, token == NONE);",
  "expert-rows": "return row * OCTETS;",
};

const BFLOAT16_LOAD = /* wgsl */ `
alias WeightPiece = vec4u;
fn weight_piece(expert: u32, column: u32, octet: u32) -> WeightPiece {
  return weight[column * OCTETS + octet];
}
fn half_pair(bits: u32) -> u32 { return pack2x16float(bfloat16_pair(bits)); }
fn halves(piece: WeightPiece) -> vec4u {
  return vec4u(half_pair(piece.x), half_pair(piece.y), half_pair(piece.z), half_pair(piece.w));
}
`;

const mxfp4Load = (multipliesHalves: boolean): string => /* wgsl */ `
/** As memory has it: a computation with what is on its way would wait for it. */
struct WeightPiece { codes: vec4u, scales: u32, shift: u32 }
fn weight_piece(expert: u32, column: u32, block: u32) -> WeightPiece {
  let index = (expert * OUTPUTS + column) * BLOCKS + block;
  return WeightPiece(weight[index], scales[index >> 2u], (index & 3u) * 8u);
}
fn scale_of(piece: WeightPiece) -> f32 { return e8m0((piece.scales >> piece.shift) & 0xffu); }
${
  multipliesHalves
    ? /* wgsl */ `
fn scaled(bits: vec4u, factor: f16) -> vec4u {
  let pair = vec2<f16>(factor);
  return vec4u(
    bitcast<u32>(bitcast<vec2<f16>>(bits.x) * pair),
    bitcast<u32>(bitcast<vec2<f16>>(bits.y) * pair),
    bitcast<u32>(bitcast<vec2<f16>>(bits.z) * pair),
    bitcast<u32>(bitcast<vec2<f16>>(bits.w) * pair),
  );
}
fn store_block(at: u32, piece: WeightPiece) {
  let scale = scale_of(piece);
  // One factor for the codes' encoding and for the scale: float16 holds it up to 2^15.
  let factor = f16(min(scale, 2f) * 16384f);
  ${times(4, (q) => `w_tile[at + ${q}u] = scaled(e2m1_halves(piece.codes.${"xyzw"[q]}), factor);`)}
  // Seldom, if ever: such a block has weights of 8 and more.
  if (scale > 2f) {
    let rest = f16(scale * 0.5f);
    for (var q = 0u; q < 4u; q += 1u) { w_tile[at + q] = scaled(w_tile[at + q], rest); }
  }
}`
    : /* wgsl */ `
fn scaled(word: u32, factor: f32) -> vec4u {
  let pairs = e2m1_pairs(word);
  return vec4u(
    pack2x16float(pairs[0] * factor),
    pack2x16float(pairs[1] * factor),
    pack2x16float(pairs[2] * factor),
    pack2x16float(pairs[3] * factor),
  );
}
fn store_block(at: u32, piece: WeightPiece) {
  let factor = scale_of(piece) * E2M1_SCALE;
  ${times(4, (q) => `w_tile[at + ${q}u] = scaled(piece.codes.${"xyzw"[q]}, factor);`)}
}`
}
/** The inputs in the order in which codes are taken out: within eight, those that lie four apart become neighbours. */
fn ordered(octet: vec4u) -> vec4u {
  return vec4u(
    (octet.x & 0xffffu) | (octet.z << 16u),
    (octet.x >> 16u) | (octet.z & 0xffff0000u),
    (octet.y & 0xffffu) | (octet.w << 16u),
    (octet.y >> 16u) | (octet.w & 0xffff0000u),
  );
}
`;

/** How `total` pieces are shared out among the threads. */
function loads(total: number, threads: number) {
  const count = Math.ceil(total / threads);
  return {
    count,
    guard: (i: number) => ((i + 1) * threads <= total ? "" : `if (thread + ${i * threads}u < ${total}u) `),
  };
}

function fragments(tile: Tile, { m, n }: MatrixUnits) {
  return { down: tile.subgroupRows / m, across: tile.subgroupColumns / n };
}

function unitSums(tile: Tile, units: MatrixUnits): string {
  const { down, across } = fragments(tile, units);
  const { sum } = unitTypes(units);
  const perRow = tile.columns / tile.subgroupColumns;
  return (
    `let sub_row = (subgroup / ${perRow}u) * ${tile.subgroupRows}u;\n  let sub_column = (subgroup % ${perRow}u) * ${tile.subgroupColumns}u;\n  ` +
    times(down, (i) => times(across, (j) => `var sum${i}_${j}: ${sum};`))
  );
}

/** Offsets and strides of subgroupMatrixLoad count elements of the array, octets here. */
function multiplyOnUnits(tile: Tile, units: MatrixUnits, stride: number): string {
  const { m, n, k } = units;
  const { down, across } = fragments(tile, units);
  const { left, right } = unitTypes(units);
  return times(
    tile.depth / k,
    (s) => `{
      ${times(down, (i) => `let a${i} = subgroupMatrixLoad<${left}, row_major>(&x_tile, (sub_row + ${i * m}u) * STRIDE + ${(s * k) / 8}u, ${stride}u);`)}
      ${times(across, (j) => `let b${j} = subgroupMatrixLoad<${right}, col_major>(&w_tile, (sub_column + ${j * n}u) * STRIDE + ${(s * k) / 8}u, ${stride}u);`)}
      ${addProducts(down, across)}
    }`,
  );
}

function writeUnitSums(tile: Tile, units: MatrixUnits): string {
  const { down, across } = fragments(tile, units);
  return times(down, (i) =>
    times(
      across,
      (j) =>
        `subgroupMatrixStore<row_major>(&y, (first_row + sub_row + ${i * units.m}u) * Y_STRIDE + first_column + sub_column + ${j * units.n}u, sum${i}_${j}, Y_STRIDE);`,
    ),
  );
}

/** 16 x 16 threads, each with every sixteenth row and column. */
function sumsDeclaration(tile: Tile): string {
  return `let my_row = thread / 16u;\n  let my_column = thread % 16u;\n  var sums: array<array<f32, ${tile.columns / 16}>, ${tile.rows / 16}>;`;
}

function multiply(tile: Tile, stride: number): string {
  const [down, across] = [tile.rows / 16, tile.columns / 16];
  return `for (var q = 0u; q < ${tile.depth / 8}u; q += 1u) {
      var a: array<vec4u, ${down}>;
      for (var i = 0u; i < ${down}u; i += 1u) { a[i] = x_tile[(my_row + 16u * i) * ${stride}u + q]; }
      for (var j = 0u; j < ${across}u; j += 1u) {
        let b = w_tile[(my_column + 16u * j) * ${stride}u + q];
        for (var i = 0u; i < ${down}u; i += 1u) {
          sums[i][j] += dot(unpack2x16float(a[i].x), unpack2x16float(b.x)) + dot(unpack2x16float(a[i].y), unpack2x16float(b.y))
            + dot(unpack2x16float(a[i].z), unpack2x16float(b.z)) + dot(unpack2x16float(a[i].w), unpack2x16float(b.w));
        }
      }
    }`;
}

function writeSums(tile: Tile): string {
  return `for (var i = 0u; i < ${tile.rows / 16}u; i += 1u) {
    for (var j = 0u; j < ${tile.columns / 16}u; j += 1u) {
      y[(first_row + my_row + 16u * i) * Y_STRIDE + first_column + my_column + 16u * j] = sums[i][j];
    }
  }`;
}
