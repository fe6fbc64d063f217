import type { ApiKey, CreatedKey, Scope } from "../../schemas/api-key.ts";

/** Who is asking. */
export interface Caller {
  readonly keyId: string;
  readonly scopes: readonly Scope[];
}

/** API keys: `gavel_<id>_<secret>` with 256 random bits of secret, of which only the sha256 is stored. */
export interface KeyStore {
  create(name: string, scopes: readonly Scope[]): Promise<CreatedKey>;
  /**
   * Makes sure that exactly this key works with scope admin: the one given in the environment. Any string
   * of at least 16 characters is taken. Replaces an earlier key of the environment.
   */
  ensure(key: string): Promise<void>;
  /** The caller behind a key, or null. Takes the same time whichever part of the key is wrong. */
  authenticate(key: string): Promise<Caller | null>;
  list(): Promise<readonly ApiKey[]>;
  /** False where there is no such key. Idempotent. */
  revoke(id: string): Promise<boolean>;
  count(): Promise<number>;
}
