import { afterAll, afterEach, describe, expect, it } from "vitest";
import { RemoteEngine } from "../../../engine/remote/remote-engine.ts";
import { eventually } from "../../helpers/eventually.ts";
import { generateRequest } from "../../helpers/generate-request.ts";
import { Servers } from "./servers.ts";

const servers = new Servers();
const engines: RemoteEngine[] = [];
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close({ graceMs: 0 })));
  await servers.stopServers();
});
afterAll(() => servers.stop());

async function startTwo() {
  const two = [await servers.start({ wire: "vllm" }), await servers.start({ wire: "vllm" })] as const;
  const engine = new RemoteEngine({
    urls: two.map(({ url }) => url),
    serverKind: "auto",
    model: null,
    apiKey: null,
    maxInFlightPerServer: 8,
    maxContextTokens: 4096,
  });
  engines.push(engine);
  await engine.start();
  return { two, engine };
}

function ask(engine: RemoteEngine) {
  return engine.generate(generateRequest("Anybody there?"), { signal: AbortSignal.timeout(300_000) });
}

describe("an engine whose model servers are all unavailable", () => {
  it("is down while they are frozen, and ready when one of them continues", async () => {
    const { two, engine } = await startTwo();
    two.forEach((server) => server.signal("SIGSTOP"));
    await eventually(() =>
      expect(engine.health()).toEqual({ status: "down", detail: "The 2 model servers do not respond." }),
    );
    two[0].signal("SIGCONT");
    await eventually(() => expect(engine.health()).toEqual({ status: "ready" }));
    expect((await ask(engine)).final).toContain("violation");
  });

  it("is ready while one of them is", async () => {
    const { two, engine } = await startTwo();
    two[0].signal("SIGKILL");
    await eventually(async () => expect((await ask(engine)).final).toContain("violation"));
    expect(engine.health()).toEqual({ status: "ready" });
    two[1].signal("SIGKILL");
    await eventually(() =>
      expect(engine.health()).toEqual({
        status: "down",
        detail: "All 2 model servers failed; each is retried within seconds.",
      }),
    );
  });
});
