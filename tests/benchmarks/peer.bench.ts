/**
 * The engine against node-llama-cpp on one machine in one run: loading, prefill, decoding and verdicts, alternately,
 * each in a fresh process.
 *
 *     npx tsx tests/benchmarks/peer.bench.ts CHECKPOINT_DIR [--provider webgpu] [--peer DIR] [--peer-gpu vulkan]
 *
 * DIR is a directory in which `npm i node-llama-cpp` was run; without it only Gavel is measured. The peer runs random
 * weights in the checkpoint's shape, in a GGUF that is written for it unless --gguf names one. Prints a markdown table.
 */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { readConfig } from "../../engine/local/checkpoint/config.ts";
import { comparisonTable } from "./peer/comparison-table.ts";
import { readThrough } from "./peer/read-through.ts";
import { runSide } from "./peer/run-side.ts";
import type { ChildOptions, SideFigures } from "./peer/side.ts";
import { IN_FLIGHT, OUR_VERDICTS } from "./peer/workload.ts";
import { writeRandomGguf } from "./peer/write-random-gguf.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    provider: { type: "string", default: "webgpu" },
    peer: { type: "string" },
    "peer-gpu": { type: "string", default: "vulkan" },
    /** Gavel's verdicts in one round. */
    verdicts: { type: "string", default: String(OUR_VERDICTS) },
    /** Items of the peer's verdicts, which are slow; 0 skips them. */
    "peer-verdicts": { type: "string", default: String(IN_FLIGHT) },
    gguf: { type: "string" },
    /** Rounds of both sides: the figures are their medians. */
    rounds: { type: "string", default: "1" },
    /** A side that takes longer is stopped; its measurements so far are kept. */
    "limit-s": { type: "string", default: "240" },
  },
});
const [checkpointDir] = positionals;
if (checkpointDir === undefined) {
  throw new Error(
    "Name the directory of a checkpoint: npx tsx tests/benchmarks/peer.bench.ts CHECKPOINT_DIR",
  );
}
const config = await readConfig(checkpointDir);
const limitMs = 1000 * Number(values["limit-s"]);
const temporary = await mkdtemp(path.join(tmpdir(), "gavel-peer-"));
try {
  const ours: ChildOptions = {
    side: "ours",
    checkpointDir: path.resolve(checkpointDir),
    provider: oneOf("provider", values.provider, ["cuda", "webgpu", "cpu"]),
    verdicts: Number(values.verdicts),
  };
  const shards = (await readdir(checkpointDir)).filter((name) => name.endsWith(".safetensors"));
  await readThrough(shards.map((name) => path.join(checkpointDir, name)));
  const peer: ChildOptions | null =
    values.peer === undefined
      ? null
      : {
          side: "peer",
          directory: values.peer,
          gpu: oneOf("peer-gpu", values["peer-gpu"], ["vulkan", "cuda", "cpu"]),
          ggufFile: await ggufFile(),
          vocabSize: config.vocabSize,
          verdicts: Math.min(IN_FLIGHT, Number(values["peer-verdicts"])),
        };
  const rounds: Record<ChildOptions["side"], SideFigures[]> = { ours: [], peer: [] };
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const turns = peer === null ? [ours] : round % 2 === 0 ? [ours, peer] : [peer, ours];
    for (const options of turns) rounds[options.side].push(await runSide(options, limitMs));
  }
  report(rounds.peer, rounds.ours);
} finally {
  await rm(temporary, { recursive: true });
}

function report(peer: readonly SideFigures[], ours: readonly SideFigures[]): void {
  const devices = new Set([...ours, ...peer].map(({ about }) => about.device));
  console.log(
    `${[...devices].filter(Boolean).join(" / ")}; ${cpus()[0]?.model.trim()}, Node ${process.version}\n`,
  );
  console.log(comparisonTable(peer, ours));
  for (const { failure } of [...ours, ...peer]) {
    if (failure !== null) {
      console.error(failure);
      process.exitCode = 1;
    }
  }
}

async function ggufFile(): Promise<string> {
  if (values.gguf !== undefined) {
    await readThrough([values.gguf]);
    return path.resolve(values.gguf);
  }
  const file = path.join(temporary, "random.gguf");
  const start = performance.now();
  const bytes = await writeRandomGguf(file, config);
  console.error(
    `wrote ${(bytes / 1e9).toFixed(2)} GB of random GGUF in ${((performance.now() - start) / 1000).toFixed(0)} s`,
  );
  return file;
}

function oneOf<const T extends string>(name: string, value: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) throw new Error(`--${name} must be one of: ${choices.join(", ")}`);
  return choice;
}
