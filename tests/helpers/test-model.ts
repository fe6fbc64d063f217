import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  type SyntheticCheckpointOptions,
  writeSyntheticCheckpoint,
} from "../../engine/local/synthetic/write-synthetic-checkpoint.ts";
import type { LocalEngineOptions } from "../../engine/create-engine.ts";

export interface TestModel {
  readonly options: LocalEngineOptions;
  readonly remove: () => Promise<void>;
}

/** The small untrained checkpoint in a new directory, and options that run it. Takes about half a second. */
export async function createTestModel(
  checkpoint: Omit<SyntheticCheckpointOptions, "seed"> = {},
): Promise<TestModel> {
  const directory = await mkdtemp(path.join(tmpdir(), "gavel-test-model-"));
  const modelDirectory = path.join(directory, "checkpoint");
  await writeSyntheticCheckpoint(modelDirectory, { seed: 1, ...checkpoint });
  return {
    options: {
      kind: "local",
      modelDirectory,
      executionProvider: "cpu",
      maxNumSeqs: 8,
      maxContextTokens: 4096,
      intraOpNumThreads: 2,
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
