/** What one step computes: the numbers of workgroups of its kernels follow from it. */
export interface StepPlan {
  readonly tokens: number;
  /** Tokens after which a token is chosen. */
  readonly rows: number;
  /** Tokens whose attention is computed by the decode kernel. */
  readonly decodeTokens: number;
  /** Tiles of consecutive tokens whose attention is computed by the prefill kernel. */
  readonly prefillTiles: number;
}
