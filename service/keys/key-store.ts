import type { ApiKey, CreatedKey, Scope } from "../../schemas/api-key.ts";

/** A key without its limits, which are settings. */
export type StoredKey = Omit<ApiKey, "limits">;

/** The caller of a request. */
export interface Caller {
  readonly keyId: string;
  readonly scopes: readonly Scope[];
}

/**
 * API keys: `gavel_<id>_<secret>`, whose secret has 256 random bits and is stored only as its SHA-256. Each secret is
 * one key, no matter whether the service or the environment created it.
 */
export interface KeyStore {
  /** `by`, here and below: the id of the key that requests it, for the audit log; null: the service itself. */
  create(name: string, scopes: readonly Scope[], by?: string | null): Promise<CreatedKey>;
  /**
   * Stores the key of the environment, any string of at least 16 characters, and returns its current state. A new
   * secret becomes a key with scope admin; a stored one keeps its scopes, and stays revoked if it is. An earlier key of
   * the environment is no longer valid.
   */
  ensure(key: string): Promise<StoredKey>;
  /** Returns the caller with this key, or null. Takes the same time no matter which part of the key is wrong. */
  authenticate(key: string): Promise<Caller | null>;
  /** Does the same synchronously, from what was last read from the database; also null if nothing has been read yet. */
  recall(key: string): Caller | null;
  /** Returns the caller whose key has this id, or null if it is not valid now. */
  callerOf(id: string): Promise<Caller | null>;
  /** Does the same synchronously, as `recall` does. */
  recallCallerOf(id: string): Caller | null;
  list(): Promise<readonly StoredKey[]>;
  /** Also ends the sessions of the key. False if the id is unknown. Idempotent. */
  revoke(id: string, by?: string | null): Promise<boolean>;
  count(): Promise<number>;
}
