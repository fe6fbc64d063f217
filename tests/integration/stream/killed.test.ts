import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { writeSyntheticCheckpoint } from "../../../engine/local/synthetic/write-synthetic-checkpoint.ts";
import { Api, SHORT_POLICY } from "../../helpers/api.ts";
import { makeDataDirectory } from "../../helpers/pglite.ts";
import { type ServiceProcess, startServiceProcess } from "../../helpers/service-process.ts";
import { SseConnection } from "../../helpers/sse-client.ts";

const ITEMS = 60;
const KEY = "stream-test-key-0123456789";

let models: string;
beforeAll(async () => {
  models = mkdtempSync(join(tmpdir(), "gavel-stream-"));
  await writeSyntheticCheckpoint(join(models, "checkpoint"), { seed: 1 });
});
afterAll(() => rmSync(models, { recursive: true, force: true }));

it("a stream of a service that is killed and restarted continues without gaps or duplicates", async () => {
  const data = makeDataDirectory();
  const env = {
    DATA_DIR: data.path,
    GAVEL_API_KEY: KEY,
    GAVEL_MODEL_DIR: join(models, "checkpoint"),
    GAVEL_EXECUTION_PROVIDER: "cpu",
    GAVEL_MAX_REASONING_TOKENS: "4",
    GAVEL_MAX_CONTEXT_TOKENS: "1024",
    GAVEL_SWEEP_INTERVAL_SECONDS: "1",
  };
  let service: ServiceProcess = await startServiceProcess("service/main.ts", env);
  try {
    const api = new Api(service.url, KEY);
    await api.putPolicy("short", SHORT_POLICY);
    let stream = await SseConnection.open(`${service.url}/verdicts/stream`, { key: KEY });
    await stream.block();
    const accepted = await Promise.all(
      Array.from({ length: ITEMS }, (_, index) =>
        api.classify({ content: `item ${index}`, policy_id: "short" }, { prefer: "respond-async" }),
      ),
    );
    const seen: string[] = [];
    while (seen.length < 10) seen.push((await stream.nextRecord())?.id ?? "");
    await service.kill();
    // Data in transit arrives; then the connection ends.
    for (let record = await stream.nextRecord(); record !== null; record = await stream.nextRecord()) {
      seen.push(record.id);
    }
    expect(seen.length).toBeLessThan(ITEMS);

    service = await startServiceProcess("service/main.ts", env);
    const { lastEventId } = stream;
    stream = await SseConnection.open(`${service.url}/verdicts/stream`, { key: KEY, lastEventId });
    while (seen.length < ITEMS) seen.push((await stream.nextRecord())?.id ?? "");
    stream.drop();
    expect(seen.toSorted()).toEqual(accepted.map(({ id }) => id).toSorted());
    const settledOrder = await new Api(service.url, KEY).verdicts("&status=completed");
    expect(seen).toEqual(settledOrder.map(({ id }) => id));
  } finally {
    await service.kill();
    data.remove();
  }
}, 300_000);
