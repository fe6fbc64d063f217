import { once } from "node:events";
import { expect, it } from "vitest";
import { startPostgres } from "../helpers/postgres.ts";
import { startServiceProcess } from "../helpers/service-process.ts";

it("the service exits with 1 when it cannot recover while the database accepts writes from others", async () => {
  const postgres = await startPostgres();
  const wedge = new URL("../helpers/wedge-on-signal.mjs", import.meta.url).href;
  const api = await startServiceProcess("service/api.ts", {
    DATABASE_URL: postgres.url,
    GAVEL_API_KEY: "key-of-the-wedged-0123456789",
    NODE_OPTIONS: `--import ${wedge}`,
  });
  try {
    const ended = once(api.process, "exit");
    api.process.kill("SIGUSR2");
    expect(await ended).toEqual([1, null]);
    expect(api.output()).toContain("this process cannot recover and exits");
  } finally {
    await api.kill();
    await postgres.stop();
  }
});
