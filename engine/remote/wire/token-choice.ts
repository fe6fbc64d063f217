/** A generated token, and the likeliest tokens at its position. */
export interface TokenChoice {
  readonly text: string;
  /** Natural log-probabilities as the server reports them; the chosen token may be missing. */
  readonly likeliest: readonly { readonly text: string; readonly logprob: number }[];
}
