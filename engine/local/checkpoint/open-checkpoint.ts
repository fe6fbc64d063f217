import { checkTensors } from "./check-tensors.ts";
import { type GptOssConfig, readConfig } from "./config.ts";
import { QuantizedExperts } from "./quantized-experts.ts";
import { refuseAdapters } from "./refuse-adapters.ts";
import { SafetensorsCheckpoint } from "./safetensors.ts";
import type { ExpertFormat, MatrixFormat } from "./tensor-names.ts";
import type { TensorSource } from "./tensor-source.ts";

export interface OpenedCheckpoint {
  readonly config: GptOssConfig;
  readonly files: SafetensorsCheckpoint;
  readonly experts: ExpertFormat;
  readonly matrices: MatrixFormat;
  /** The tensors, with the experts converted to MXFP4 if they are in bfloat16. */
  readonly tensors: TensorSource;
}

/** Opens a checkpoint and checks all tensors against config.json. Close `files` when done. Throws CheckpointError. */
export async function openCheckpoint(directory: string): Promise<OpenedCheckpoint> {
  await refuseAdapters(directory);
  const config = await readConfig(directory);
  const files = await SafetensorsCheckpoint.open(directory);
  try {
    const { experts, matrices } = checkTensors(config, files);
    const tensors = experts === "mxfp4" ? files : new QuantizedExperts(config, files, matrices);
    return { config, files, experts, matrices, tensors };
  } catch (error) {
    await files.close();
    throw error;
  }
}
