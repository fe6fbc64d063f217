import type { Remedy } from "../errors.ts";

/** The progress of a long step of the start, in a unit of that step. */
export interface EngineProgress {
  readonly step: string;
  readonly done: number;
  readonly total: number;
}

/** Something that the operator should know, such as which device was chosen and why. */
export interface EngineNotice {
  readonly message: string;
  /** What would be better; null if there is nothing to do. */
  readonly remedy: Remedy | null;
}

/** What a local engine reports besides answers. */
export interface EngineEvents {
  readonly onProgress?: (progress: EngineProgress) => void;
  readonly onNotice?: (notice: EngineNotice) => void;
  /** Called when the device is lost, and the model with it: only a new process can load it again. */
  readonly onDeviceLost?: (reason: string) => void;
}
