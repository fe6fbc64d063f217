/** A model on a hub, such as `openai/gpt-oss-safeguard-20b`, at a branch, tag or commit. */
export interface ModelRef {
  readonly repo: string;
  readonly revision: string;
}

/** True for a valid name of a model on a hub: `owner/name`, or a bare name as the oldest ones have. */
export function isRepoName(name: string): boolean {
  return /^[A-Za-z0-9][\w.-]{0,95}(?:\/[A-Za-z0-9][\w.-]{0,95})?$/.test(name) && !name.includes("..");
}

/** True for a full commit hash, whose files never change. */
export function isCommit(revision: unknown): revision is string {
  return typeof revision === "string" && /^[0-9a-f]{40}$/.test(revision);
}
