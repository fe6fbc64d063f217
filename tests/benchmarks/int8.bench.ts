/**
 * What int8 matrices gain on the CPU: one checkpoint in the shape of a model of 100 million parameters with one expert, with
 * bfloat16 and with int8 matrices, measured in turn: `npx tsx tests/benchmarks/int8.bench.ts`. Medians.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { median } from "../../engine/local/bench/median.ts";
import { measureDecode } from "../../engine/local/bench/measure-decode.ts";
import { measurePrefill } from "../../engine/local/bench/measure-prefill.ts";
import type { MatrixFormat } from "../../engine/local/checkpoint/tensor-names.ts";
import { openModel } from "../../engine/local/open-model.ts";
import { writeSyntheticCheckpoint } from "../../engine/local/synthetic/write-synthetic-checkpoint.ts";

const ROUNDS = 3;
const FORMATS = ["bfloat16", "int8"] as const satisfies readonly MatrixFormat[];
const BUDGET = { repeats: 30, budgetMs: 10_000, signal: new AbortController().signal };
const SHAPE = {
  vocab_size: 16_384,
  hidden_size: 576,
  intermediate_size: 1536,
  num_hidden_layers: 20,
  num_attention_heads: 9,
  num_key_value_heads: 3,
  head_dim: 64,
  num_local_experts: 1,
  num_experts_per_tok: 1,
};

interface Figures {
  readonly decode: number[];
  readonly prefill: number[];
}

const root = mkdtempSync(path.join(tmpdir(), "gavel-int8-"));
try {
  const empty = (): Figures => ({ decode: [], prefill: [] });
  const figures = { bfloat16: empty(), int8: empty() };
  for (const matrices of FORMATS) {
    const options = { seed: 1, dimensions: SHAPE, tiedEmbeddings: true, matrices };
    await writeSyntheticCheckpoint(path.join(root, matrices), options);
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const matrices of FORMATS) await measure(matrices, figures[matrices]);
  }
  console.log(`${availableParallelism()} cores, Node ${process.version}\n`);
  console.log("| | bfloat16 | int8 |\n|---|---:|---:|");
  for (const name of ["decode", "prefill"] as const) {
    const unit = name === "decode" ? "decode, ms a token" : "prefill of 128 tokens, ms";
    const cells = FORMATS.map((matrices) => median(figures[matrices][name]).toFixed(1));
    console.log(`| ${unit} | ${cells.join(" | ")} |`);
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}

async function measure(matrices: MatrixFormat, figures: Figures): Promise<void> {
  const model = await openModel(
    {
      modelDirectory: path.join(root, matrices),
      executionProvider: "cpu",
      maxContextTokens: 2048,
      maxNumSeqs: 1,
    },
    {},
  );
  figures.decode.push(await measureDecode(model, { sequences: 1, promptTokens: 128 }, BUDGET));
  figures.prefill.push(await measurePrefill(model, 128, BUDGET));
  await model.runner.release();
}
