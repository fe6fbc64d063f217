import type { PeerGpu } from "./node-llama-cpp.ts";
import type { DECODE, PREFILL } from "./workload.ts";

/** Seconds of loading; tokens a second, or verdicts. */
export type FigureName =
  | "load"
  | `prefill ${(typeof PREFILL)[number]}`
  | `decode ${(typeof DECODE)[number]}`
  | "verdicts";

export interface About {
  /** The library with its version. */
  readonly name: string;
  readonly device: string;
}

/** What a child reports, piece by piece: results before a failure are kept. */
export type ChildMessage =
  | { readonly type: "about"; readonly about: About }
  | { readonly type: "figure"; readonly name: FigureName; readonly value: number }
  | { readonly type: "done" };

/** The options of a child, as JSON in its first argument. */
export type ChildOptions =
  | {
      readonly side: "ours";
      readonly checkpointDir: string;
      readonly provider: "cuda" | "webgpu" | "cpu";
      readonly verdicts: number;
    }
  | {
      readonly side: "peer";
      readonly directory: string;
      readonly gpu: PeerGpu;
      readonly ggufFile: string;
      readonly vocabSize: number;
      readonly verdicts: number;
    };

/** The result of one side. */
export interface SideFigures {
  readonly about: About;
  readonly figures: ReadonlyMap<FigureName, number>;
  /** Null if it completed. */
  readonly failure: string | null;
}
