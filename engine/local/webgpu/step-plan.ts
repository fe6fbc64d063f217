/** What one step computes, in the words of the kernels. */
export interface StepPlan {
  readonly tokens: number;
  /** Tokens whose next token is chosen. */
  readonly rows: number;
  /** Tokens that attend one by one. */
  readonly singles: number;
  /** Runs of tokens that attend together. */
  readonly tiles: number;
}
