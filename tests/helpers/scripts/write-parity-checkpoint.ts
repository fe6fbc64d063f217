/** Writes one of the parity checkpoints: `npx tsx tests/helpers/scripts/write-parity-checkpoint.ts plain DIR`. */
import { PARITY_MODELS, type ParityModel, writeParityCheckpoint } from "../parity-model.ts";

const [model, directory] = process.argv.slice(2);
if (model === undefined || directory === undefined || !(model in PARITY_MODELS)) {
  throw new Error(`usage: write-parity-checkpoint.ts ${Object.keys(PARITY_MODELS).join("|")} DIR`);
}
await writeParityCheckpoint(directory, model as ParityModel);
