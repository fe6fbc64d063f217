import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { PgliteDatabase } from "../../service/storage/database/pglite-database.ts";
import { provideDashboard } from "./built-dashboard.ts";
import { launchPostgres } from "./postgres.ts";
import { launchRedis } from "./redis.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** A PostgreSQL server on which databases can be created. */
    postgresUrl: string | undefined;
    redisUrl: string | undefined;
    /** A data directory to copy. */
    pgliteTemplate: string | undefined;
  }
}

/**
 * One PostgreSQL and one Redis for a whole run: those of DATABASE_URL and REDIS_URL, otherwise temporary ones; and the
 * dashboard, built. Vitest calls this once for each project that uses it.
 */
export default async function startServers(project: TestProject): Promise<() => Promise<void>> {
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = process.env;
  const started = await Promise.all([
    databaseUrl === undefined ? launchPostgres() : { url: databaseUrl, stop: async () => undefined },
    redisUrl === undefined ? launchRedis() : { url: redisUrl, stop: async () => undefined },
  ]);
  await provideDashboard();
  const template = await makePgliteTemplate();
  project.provide("postgresUrl", started[0].url);
  project.provide("redisUrl", started[1].url);
  project.provide("pgliteTemplate", template);
  return async () => {
    for (const server of started) await server.stop();
    rmSync(template, { recursive: true, force: true });
  };
}

async function makePgliteTemplate(): Promise<string> {
  const path = mkdtempSync(join(tmpdir(), "gavel-template-"));
  const database = new PgliteDatabase({ directory: path, onError: () => undefined });
  await database.start();
  await database.close();
  return path;
}
