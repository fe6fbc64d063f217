/** A whole service as it is deployed: API and worker processes with real PostgreSQL and Redis, each behind a proxy. */
import type { ChildProcess } from "node:child_process";
import { Api } from "../helpers/api.ts";
import { administer, type LaunchedPostgres, launchPostgres } from "../helpers/postgres.ts";
import { type LaunchedRedis, launchRedis } from "../helpers/redis.ts";
import { type ServiceProcess, startServiceProcess } from "../helpers/service-process.ts";
import { startTcpProxy, type TcpProxy } from "../helpers/tcp-proxy.ts";
import { POLICY, POLICY_ID } from "./content.ts";

export const ADMIN_KEY = "faults-administrator-key-0123456789";

export interface Deployment {
  readonly apis?: number;
  readonly workers?: number;
  /** The engine's time for an item, and how many items each worker's engine judges at a time. */
  readonly engineMs?: number;
  readonly atATime?: number;
  /** Settings of every process. */
  readonly env?: Readonly<Record<string, string>>;
  /** False omits the proxies, which would be the bottleneck at a high rate. */
  readonly proxied?: boolean;
}

/** A server and its proxy. `restart` starts a stopped or killed one again on its port. */
export interface Store<Server> {
  server: Server;
  readonly proxy: TcpProxy;
  /** The address that the processes of the service use. */
  readonly url: string;
}

export interface Constellation {
  /** The current process of each role. */
  readonly apis: ServiceProcess[];
  readonly workers: ServiceProcess[];
  readonly postgres: Store<LaunchedPostgres>;
  readonly redis: Store<LaunchedRedis>;
  readonly client: Api;
  /** Processes that have ended and been replaced. */
  readonly ended: readonly ServiceProcess[];
  /** Starts a replacement for each process that has ended, as an orchestrator does. */
  revive(): Promise<void>;
  /** Creates a key with the scope classify. */
  createKey(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts everything; resolves when every process is ready. */
export async function startConstellation(deployment: Deployment): Promise<Constellation> {
  const closing: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const close of closing.splice(0).toReversed()) await close();
  };
  try {
    const postgres = await startStore(await launchPostgres(), deployment, asGavel);
    closing.push(async () => [await postgres.proxy.close(), await postgres.server.stop()]);
    const redis = await startStore(await launchRedis(), deployment);
    closing.push(async () => [await redis.proxy.close(), await redis.server.stop()]);
    // Not a superuser: PostgreSQL exempts superusers from connection limits.
    await administer(postgres.server.url, "CREATE ROLE gavel LOGIN", "CREATE DATABASE gavel OWNER gavel");

    const env = {
      GAVEL_API_KEY: ADMIN_KEY,
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
      GAVEL_SWEEP_INTERVAL_SECONDS: "2",
      GAVEL_BACKOFF_MS: "200",
      ...deployment.env,
    };
    const start = async (role: string): Promise<ServiceProcess> => {
      const { engineMs = 20, atATime = 16 } = deployment;
      const args = [role, `${engineMs}`, `${atATime}`];
      const started = await startServiceProcess("tests/faults/service.ts", env, args);
      closing.push(() => end(started));
      return started;
    };
    const apis = await Promise.all(Array.from({ length: deployment.apis ?? 2 }, () => start("api")));
    const workers = await Promise.all(Array.from({ length: deployment.workers ?? 1 }, () => start("worker")));
    const ended: ServiceProcess[] = [];
    const stage: Constellation = {
      apis,
      workers,
      postgres,
      redis,
      get client() {
        return new Api(apis[0]?.url ?? "", ADMIN_KEY);
      },
      ended,
      revive: async () => {
        ended.push(...(await replaceEnded(apis, () => start("api"))));
        ended.push(...(await replaceEnded(workers, () => start("worker"))));
      },
      createKey: (name) => stage.client.createKey(name),
      stop,
    };
    await stage.client.putPolicy(POLICY_ID, POLICY);
    return stage;
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startStore<Server extends { readonly url: string }>(
  server: Server,
  { proxied = true }: Deployment,
  asUser: (url: string) => string = (url) => url,
): Promise<Store<Server>> {
  const proxy = await startTcpProxy(server.url);
  return { server, proxy, url: asUser(proxied ? proxy.urlOf(server.url) : server.url) };
}

function asGavel(url: string): string {
  const own = new URL(url);
  own.username = "gavel";
  own.pathname = "/gavel";
  return own.href;
}

async function replaceEnded(
  places: ServiceProcess[],
  start: () => Promise<ServiceProcess>,
): Promise<readonly ServiceProcess[]> {
  const ended = places.filter(({ process }) => hasEnded(process));
  for (const one of ended) places[places.indexOf(one)] = await start();
  return ended;
}

/** A process that a fault has ended already does not respond. */
async function end(service: ServiceProcess): Promise<void> {
  if (hasEnded(service.process)) return;
  service.process.kill("SIGCONT");
  await service.kill();
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
