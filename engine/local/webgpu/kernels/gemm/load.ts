import type { ProductSize } from "../product.ts";
import { unroll } from "../unroll.ts";
import type { Tile } from "./tile.ts";
import type { WeightFormat } from "./weights.ts";

/** The code that moves tiles of x and of the weights from memory to registers, and from there to shared memory. */
export interface TileLoader {
  /** Declares the indices in x of the thread's rows, and the registers of all stages. */
  readonly declarations: string;
  /** Starts to load the pieces that begin at the octet `from` of every row. Past the end of a row they are zero. */
  readonly load: (stage: number, from: string) => string;
  /** Writes loaded pieces to `x_tile` and `w_tile`. */
  readonly store: (stage: number) => string;
}

export function tileLoader(
  { inputs, outputs }: ProductSize,
  tile: Tile,
  weights: WeightFormat<string>,
  threads: number,
): TileLoader {
  const octets = tile.depth / 8;
  const weightPieces = tile.depth / weights.pieceInputs;
  const wholeDepth = inputs % tile.depth === 0;
  const wholeColumns = outputs % tile.columns === 0;
  const x = shareOut(tile.rows * octets, threads);
  const w = shareOut(tile.columns * weightPieces, threads);
  const each = (ofX: (i: number) => string, ofW: (i: number) => string) =>
    unroll(x.count, (i) => `${x.guard(i)}{ ${ofX(i)} }`) +
    unroll(w.count, (i) => `${w.guard(i)}{ ${ofW(i)} }`);
  /** The number of a thread's i-th piece. */
  const piece = (i: number) => `(thread + ${i * threads}u)`;

  return {
    declarations: `${unroll(x.count, (i) => `let x_at${i} = x_start(first_row + ${piece(i)} / ${octets}u);`)}
  ${unroll(tile.stages, (stage) => unroll(x.count, (i) => `var x${stage}_${i}: vec4u;`) + unroll(w.count, (i) => `var w${stage}_${i}: WeightPiece;`))}`,

    load(stage, from) {
      const loadX = (i: number) => {
        const at = `start + ${piece(i)} % ${octets}u`;
        const inside = wholeDepth ? [] : [`${at} < OCTETS`];
        return assignIf(inside, `x${stage}_${i}`, "vec4u()", `x[x_at${i} + ${at}]`);
      };
      const loadW = (i: number) => {
        const column = `first_column + ${piece(i)} / ${weightPieces}u`;
        const at = `${weights.firstPiece} + ${piece(i)} % ${weightPieces}u`;
        const inside = [
          ...(wholeColumns ? [] : [`${column} < OUTPUTS`]),
          ...(wholeDepth ? [] : [`${at} < ${weights.pieces}`]),
        ];
        return assignIf(inside, `w${stage}_${i}`, "WeightPiece()", `weight_piece(expert, ${column}, ${at})`);
      };
      return `{ let start = ${from};
      ${wholeDepth ? "if (start < OCTETS) {" : ""}
      ${each(loadX, loadW)}
      ${wholeDepth ? "}" : ""}
    }`;
    },

    store(stage) {
      const storeX = (i: number) => {
        const at = `(${piece(i)} / ${octets}u) * STRIDE + ${piece(i)} % ${octets}u`;
        return `x_tile[${at}] = ${weights.order(`x${stage}_${i}`)};`;
      };
      const storeW = (i: number) => {
        const row = `(${piece(i)} / ${weightPieces}u) * STRIDE`;
        return weights.store(row, `${piece(i)} % ${weightPieces}u`, `w${stage}_${i}`);
      };
      return each(storeX, storeW);
    },
  };
}

/** Shares `total` pieces out among the threads. */
function shareOut(total: number, threads: number) {
  return {
    count: Math.ceil(total / threads),
    guard: (i: number) => ((i + 1) * threads <= total ? "" : `if (thread + ${i * threads}u < ${total}u) `),
  };
}

/** Assigns the value if all conditions hold, and `none` if not. */
function assignIf(conditions: readonly string[], target: string, none: string, value: string): string {
  const assignment = `${target} = ${value};`;
  return conditions.length === 0
    ? assignment
    : `${target} = ${none}; if (${conditions.join(" && ")}) { ${assignment} }`;
}
