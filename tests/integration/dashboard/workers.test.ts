import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { writeSyntheticCheckpoint } from "../../../engine/local/synthetic/write-synthetic-checkpoint.ts";
import { expectShown, TestBrowser } from "../../helpers/browser.ts";
import { startPostgres, type TestServer } from "../../helpers/postgres.ts";
import { startRedis } from "../../helpers/redis.ts";
import { type ServiceProcess, startServiceProcess } from "../../helpers/service-process.ts";
import { faultsAtAnySize } from "./at-any-size.ts";

const KEY = "a-key-of-somebody-on-call";

let directory: string;
let servers: readonly TestServer[];
let env: Record<string, string>;
let api: ServiceProcess;
let worker: ServiceProcess;
let browser: TestBrowser;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "gavel-workers-"));
  await writeSyntheticCheckpoint(join(directory, "checkpoint"), { seed: 1 });
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  servers = [postgres, redis];
  env = {
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    GAVEL_API_KEY: KEY,
    GAVEL_MODEL_DIR: join(directory, "checkpoint"),
    GAVEL_EXECUTION_PROVIDER: "cpu",
    GAVEL_MAX_REASONING_TOKENS: "4",
    GAVEL_MAX_CONTEXT_TOKENS: "1024",
  };
  api = await startServiceProcess("service/api.ts", env);
  worker = await startServiceProcess("service/worker.ts", env);
  browser = await TestBrowser.launch(api.url);
});
afterAll(async () => {
  await browser.close();
  await Promise.all([api.kill(), worker.kill()]);
  await Promise.all(servers.map((server) => server.stop()));
  rmSync(directory, { recursive: true, force: true });
});

it("shows that a worker was killed, what that means, and the worker that replaces it", async () => {
  const opened = await browser.open("/app/operations", { key: KEY });
  const { page } = opened;
  const workers = page.getByRole("article", { name: /^Worker / });
  await expectShown(page.getByText("An item that is submitted now will be judged."));
  await expectShown(workers.getByText(/^Ready, nothing to do/));
  const processes = page.getByRole("region", { name: "Processes and their heartbeats" });
  await expectShown(processes.getByRole("row").filter({ hasText: "Accepts requests" }).getByText("Responds"));

  await worker.kill();
  await expectShown(page.getByText("No engine can judge"));
  await expectShown(page.getByText("Accepted items wait and are not lost."));
  await expectShown(workers.getByText("Does not respond"));
  await expectShown(workers.getByText(/^Last heartbeat/));
  await expectShown(processes.getByRole("row").filter({ hasText: "Judges" }).getByText("Does not respond"));
  expect(await faultsAtAnySize(opened)).toEqual([]);

  worker = await startServiceProcess("service/worker.ts", env);
  await expectShown(page.getByText("An item that is submitted now will be judged."));
  await expectShown(workers.getByText(/^Ready, nothing to do/));
  await expectShown(workers.getByText("Does not respond"));
  expect(opened.faults).toEqual([]);
});
