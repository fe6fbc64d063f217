import { afterEach, expect, it } from "vitest";
import { eventually } from "../../helpers/eventually.ts";
import { startPostgres } from "../../helpers/postgres.ts";
import { startServiceProcess } from "../../helpers/service-process.ts";
import { Servers } from "./servers.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

it("of an API follows its worker's model servers: frozen, continued, killed", async () => {
  const postgres = await startPostgres();
  closing.push(() => postgres.stop());
  const servers = new Servers();
  closing.push(() => servers.stop());
  const two = [await servers.start({ wire: "vllm" }), await servers.start({ wire: "vllm" })];
  const key = "key-of-the-readiness-test-0123456789";
  const env = {
    DATABASE_URL: postgres.url,
    GAVEL_API_KEY: key,
    GAVEL_ENGINE: "remote",
    GAVEL_ENGINE_URLS: two.map(({ url }) => url).join(","),
  };
  const worker = await startServiceProcess("service/worker.ts", env);
  closing.push(() => worker.kill());
  const api = await startServiceProcess("service/api.ts", env);
  closing.push(() => api.kill());
  const becomes = (status: number, reason: RegExp) =>
    eventually(async () => {
      const response = await fetch(`${api.url}/readyz`, { headers: { Authorization: `Bearer ${key}` } });
      expect(response.status).toBe(status);
      expect(await response.text()).toMatch(reason);
    });

  await becomes(200, /1 of 1 workers can judge/);
  two.forEach((server) => server.signal("SIGSTOP"));
  await becomes(503, /no worker can judge: down: The 2 model servers do not respond\./);
  two.forEach((server) => server.signal("SIGCONT"));
  await becomes(200, /1 of 1 workers can judge/);
  two.forEach((server) => server.signal("SIGKILL"));
  await becomes(503, /no worker can judge: down: All 2 model servers failed/);
});
