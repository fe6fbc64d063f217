import { inspect } from "node:util";

/**
 * What must never be logged. Printing, logging or serialising it shows only which secrets are set.
 */
export class Secrets {
  /** PostgreSQL; null runs PGlite in the data directory. */
  readonly databaseUrl: string | null;
  /** Redis; null runs the queue on the database. */
  readonly redisUrl: string | null;
  /** The key that administers; null generates one at first start. */
  readonly apiKey: string | null;
  /** The key of content hashes; null: the one that the database keeps. */
  readonly contentHashKey: string | null;
  /** What the model servers want to see; null where they ask for nothing. */
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
