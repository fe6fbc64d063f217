import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { inject } from "vitest";
import { freePort, startServer } from "./server-process.ts";

export interface TestServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** A new database on the run's PostgreSQL server; `stop` drops it. */
export async function startPostgres(): Promise<TestServer> {
  const shared = inject("postgresUrl");
  const server = shared === undefined ? await launchPostgres() : { url: shared, stop: async () => undefined };
  const name = `gavel_test_${randomBytes(6).toString("hex")}`;
  await administer(server.url, `CREATE DATABASE ${name}`);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    stop: async () => {
      await administer(server.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await server.stop();
    },
  };
}

export interface LaunchedPostgres {
  readonly url: string;
  readonly directory: string;
  /** Sends a signal to the server and each of its processes: SIGSTOP freezes it, SIGKILL crashes it. */
  signal(signal: NodeJS.Signals): void;
  stop(options?: { readonly keepData?: boolean }): Promise<void>;
}

/**
 * A temporary PostgreSQL server on a random port of 127.0.0.1. It refuses to run as root, so root runs it
 * as the user postgres. `durable` keeps fsync on, for measurements; `existing` starts a stopped one again.
 */
export async function launchPostgres(
  options: { readonly durable?: boolean; readonly existing?: LaunchedPostgres } = {},
): Promise<LaunchedPostgres> {
  const binaries = findBinaries();
  const directory = options.existing?.directory ?? mkdtempSync(join(tmpdir(), "gavel-postgres-"));
  const user = process.getuid?.() === 0 ? postgresUser() : null;
  if (user !== null) chownSync(directory, user.uid, user.gid);
  const spawnOptions = { ...user, cwd: directory };
  const data = join(directory, "data");
  if (options.existing === undefined) {
    const settings = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"];
    execFileSync(join(binaries, "initdb"), ["-D", data, ...settings], { ...spawnOptions, stdio: "pipe" });
  }
  const port = options.existing === undefined ? await freePort() : Number(new URL(options.existing.url).port);
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  const settings = [`fsync=${options.durable === true ? "on" : "off"}`, "max_connections=200"];
  const args = [
    "-D",
    data,
    "-p",
    `${port}`,
    "-h",
    "127.0.0.1",
    "-k",
    "",
    ...settings.flatMap((it) => ["-c", it]),
  ];
  const { process: server, stop } = await startServer(join(binaries, "postgres"), args, {
    ...spawnOptions,
    isReady: () => administer(url, "SELECT 1"),
    stopSignal: "SIGINT",
  });
  return {
    url,
    directory,
    signal: (signal) => signalTree(server.pid ?? 0, signal),
    stop: async ({ keepData = false } = {}) => {
      await stop();
      if (!keepData) rmSync(directory, { recursive: true, force: true });
    },
  };
}

function signalTree(pid: number, signal: NodeJS.Signals): void {
  const list = spawnSync("ps", ["-o", "pid=", "--ppid", `${pid}`], { encoding: "utf8" }).stdout;
  const children = list.split("\n").map(Number);
  for (const id of [...children.filter((child) => child > 0), pid]) {
    try {
      process.kill(id, signal);
    } catch {
      // It has ended in the meantime.
    }
  }
}

export async function administer(url: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

function findBinaries(): string {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root) ? readdirSync(root).toSorted((a, b) => Number(b) - Number(a)) : [];
  const found = versions
    .map((version) => join(root, version, "bin"))
    .find((path) => existsSync(join(path, "initdb")));
  if (found === undefined) {
    throw new Error("No PostgreSQL server found: apt-get install postgresql, or set DATABASE_URL");
  }
  return found;
}

function postgresUser(): { readonly uid: number; readonly gid: number } {
  const idOf = (flag: string): number => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: idOf("-u"), gid: idOf("-g") };
}
