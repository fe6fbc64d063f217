/** How far a long step of the start is, in its own unit. */
export interface EngineProgress {
  readonly step: string;
  readonly done: number;
  readonly total: number;
}

/** What a local engine reports besides answers. */
export interface EngineEvents {
  readonly onProgress?: (progress: EngineProgress) => void;
  /** Called with a sentence for the operator, such as which device was chosen and why. */
  readonly onNotice?: (notice: string) => void;
  /** Called when the device is lost, and the model with it: only a new process can load it again. */
  readonly onDeviceLost?: (reason: string) => void;
}
