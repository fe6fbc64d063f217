import { readFileSync } from "node:fs";
import type { ParityModel } from "./parity-model.ts";

/** The results of Hugging Face transformers for a parity model (tests/fixtures/parity/README.md). */
export interface ParityFixture {
  readonly logits: readonly { readonly length: number; readonly expected: Float32Array }[];
  readonly greedy: readonly {
    readonly length: number;
    readonly tokens: readonly number[];
    /** Between the likeliest two tokens, over all steps. */
    readonly smallestMargin: number;
  }[];
}

export function readParityFixture(model: ParityModel): ParityFixture {
  const file = new URL(`../fixtures/parity/${model}.json`, import.meta.url);
  const { logits, greedy } = JSON.parse(readFileSync(file, "utf8")) as {
    readonly logits: readonly { readonly length: number; readonly float32: string }[];
    readonly greedy: ParityFixture["greedy"];
  };
  return {
    greedy,
    logits: logits.map(({ length, float32 }) => ({
      length,
      expected: new Float32Array(Uint8Array.from(Buffer.from(float32, "base64")).buffer),
    })),
  };
}
