/** Which model is asked for: `openai/gpt-oss-safeguard-20b` at a branch, tag or commit. */
export interface ModelRef {
  readonly repo: string;
  readonly revision: string;
}

/** Whether it can be the name of a model on a hub: `owner/name`, or a name alone as the first ones have. */
export function isRepoName(name: string): boolean {
  return /^[A-Za-z0-9][\w.-]{0,95}(?:\/[A-Za-z0-9][\w.-]{0,95})?$/.test(name) && !name.includes("..");
}

/** Whether a revision is a commit in full, which stands for the same files for ever. */
export function isCommit(revision: unknown): revision is string {
  return typeof revision === "string" && /^[0-9a-f]{40}$/.test(revision);
}
