import { Hono } from "hono";
import type { AppEnv } from "../../service/http/dependencies.ts";
import { type ListenOptions, startServer } from "../../service/http/server.ts";

/** Throws ListenError if the service cannot listen on the address. Called before any step that takes seconds. */
export async function checkAddress({ host, port }: ListenOptions): Promise<void> {
  if (port === 0) return;
  const server = await startServer(new Hono<AppEnv>(), { host, port });
  await server.close({ graceMs: 0 });
}
