import { afterAll, expect, it } from "vitest";
import { composeApi } from "../../service/compose.ts";
import { readConfig } from "../../service/config/read-config.ts";
import { createLogger } from "../../service/logger.ts";
import { type RunningService, runService } from "../../service/run-service.ts";
import { FakeEngine } from "../helpers/fake-engine.ts";
import { makeDataDirectory } from "../helpers/pglite.ts";

const SECRET = "the-environments-key-for-this-test";
const directory = makeDataDirectory();
afterAll(() => directory.remove());

/** A start on the same data with this key in the environment, and what it logged. */
async function start(apiKey: string): Promise<{ readonly service: RunningService; readonly log: string[] }> {
  const { config, secrets } = readConfig({ PORT: "0", DATA_DIR: directory.path, GAVEL_API_KEY: apiKey });
  const log: string[] = [];
  const logger = createLogger(config.log, { write: (line) => void log.push(line) });
  return {
    service: await runService(config, secrets, composeApi, { engine: new FakeEngine(), logger }),
    log,
  };
}

async function statusOf({ url }: RunningService, key: string): Promise<number> {
  return (await fetch(`${url}/keys`, { headers: { authorization: `Bearer ${key}` } })).status;
}

it("a revoked key stays revoked if a restart has it in the environment, and the log says what to do", async () => {
  const first = await start(SECRET);
  expect(first.service.keyFault).toBeNull();
  expect(await statusOf(first.service, SECRET)).toBe(200);
  const { key } = await first.service.parts.stores.keys.create("another", ["admin"]);
  const given = (await first.service.parts.stores.keys.list()).find(({ name }) => name === "environment");
  const revoked = await fetch(`${first.service.url}/keys/${given?.id}`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${key}` },
  });
  expect(revoked.status).toBe(204);
  expect(await statusOf(first.service, SECRET)).toBe(401);
  await first.service.close();

  const second = await start(SECRET);
  expect(second.service.keyFault).toMatch(/^GAVEL_API_KEY is the key [0-9a-f]{12}, which was revoked/);
  expect(second.service.keyFault).toContain("set GAVEL_API_KEY to another secret");
  const line = second.log.find((text) => text.includes("GAVEL_API_KEY"));
  expect(JSON.parse(line ?? "{}")).toMatchObject({ level: "error", msg: second.service.keyFault });
  expect(second.log.join("")).not.toContain(SECRET);
  expect(await statusOf(second.service, SECRET)).toBe(401);
  expect(await statusOf(second.service, key)).toBe(200);
  await second.service.close();
});

it("a stored key in the environment is that key, with its own scopes", async () => {
  const first = await start("a-key-that-lends-itself-to-nothing");
  const { id, key } = await first.service.parts.stores.keys.create("reader", ["verdicts:read"]);
  await first.service.close();

  const { service } = await start(key);
  expect(service.keyFault).toContain(`GAVEL_API_KEY is the key ${id} with the scopes verdicts:read`);
  expect(await statusOf(service, key)).toBe(403);
  await service.parts.stores.keys.revoke(id);
  expect(await statusOf(service, key)).toBe(401);
  await service.close();
});
