/** What a stable error code means, and what to do about it. */
export interface ErrorEntry {
  /** The HTTP status of the problem. */
  readonly status: number;
  readonly title: string;
  readonly cause: string;
  readonly remedy: string;
}
