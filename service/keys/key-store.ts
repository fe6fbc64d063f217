import type { ApiKey, CreatedKey, Scope } from "../../schemas/api-key.ts";

/** Who is asking. */
export interface Caller {
  readonly keyId: string;
  readonly scopes: readonly Scope[];
}

/**
 * API keys: `gavel_<id>_<secret>` with 256 random bits of secret, of which only the sha256 is stored. One secret
 * is one key, wherever it comes from.
 */
export interface KeyStore {
  create(name: string, scopes: readonly Scope[]): Promise<CreatedKey>;
  /**
   * Takes the key of the environment, any string of at least 16 characters, and returns it as it stands. A
   * secret that is not stored becomes a key with scope admin; a stored one keeps its scopes, and stays revoked if
   * it is. An earlier key of the environment works no longer.
   */
  ensure(key: string): Promise<ApiKey>;
  /** The caller behind a key, or null. Takes the same time whichever part of the key is wrong. */
  authenticate(key: string): Promise<Caller | null>;
  /** The same from what was last read of the database, at once; null also when nothing was read yet. */
  recall(key: string): Caller | null;
  list(): Promise<readonly ApiKey[]>;
  /** False where there is no such key. Idempotent. */
  revoke(id: string): Promise<boolean>;
  count(): Promise<number>;
}
