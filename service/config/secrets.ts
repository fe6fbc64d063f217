import { inspect } from "node:util";

/** Settings that must never be logged. Printing, logging or serialising them shows only which are set. */
export class Secrets {
  /** PostgreSQL; null: PGlite in the data directory. */
  readonly databaseUrl: string | null;
  /** Redis; null: the queue runs on the database. */
  readonly redisUrl: string | null;
  /** The administrator's API key; null: one is generated at the first start. */
  readonly apiKey: string | null;
  /** The key of content hashes; null: one is kept in the database. */
  readonly contentHashKey: string | null;
  /** The key that the model servers require; null if they require none. */
  readonly engineApiKey: string | null;

  constructor(values: {
    databaseUrl: string | null;
    redisUrl: string | null;
    apiKey: string | null;
    contentHashKey: string | null;
    engineApiKey: string | null;
  }) {
    this.databaseUrl = values.databaseUrl;
    this.redisUrl = values.redisUrl;
    this.apiKey = values.apiKey;
    this.contentHashKey = values.contentHashKey;
    this.engineApiKey = values.engineApiKey;
  }

  toJSON(): Record<string, string> {
    const state = (value: string | null): string => (value === null ? "not set" : "set");
    return {
      databaseUrl: state(this.databaseUrl),
      redisUrl: state(this.redisUrl),
      apiKey: state(this.apiKey),
      contentHashKey: state(this.contentHashKey),
      engineApiKey: state(this.engineApiKey),
    };
  }

  toString(): string {
    return JSON.stringify(this.toJSON());
  }

  [inspect.custom](): string {
    return `Secrets ${this.toString()}`;
  }
}
