export interface PolicyRef {
  readonly id: string;
  /** Null: the active version. */
  readonly version: number | null;
}

const MAX_VERSION = 2_147_483_647;

/** `spam`, or `spam@3` for one version; null for a text that names no policy. */
export function parsePolicyRef(text: string): PolicyRef | null {
  const [, id, version] = /^([a-z0-9][a-z0-9._-]{0,63})(?:@([1-9]\d{0,9}))?$/.exec(text) ?? [];
  if (id === undefined) return null;
  if (version === undefined) return { id, version: null };
  return Number(version) <= MAX_VERSION ? { id, version: Number(version) } : null;
}
