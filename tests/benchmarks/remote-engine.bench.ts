/**
 * Items a second through RemoteEngine against the same server called directly with the same two requests per
 * item: first with a server that takes a fixed time for each request, then with a model server that really generates.
 * Both are the bottleneck. Alternating rounds; medians.
 *
 *     npx tsx tests/benchmarks/remote-engine.bench.ts [rounds, default 5]
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { Agent, request as httpRequest } from "node:http";
import { cpus } from "node:os";
import { median } from "../../engine/local/bench/median.ts";
import type { GenerateRequest } from "../../engine/engine.ts";
import { analysisHeaderTokens, finalHeaderAfter } from "../../engine/harmony/assistant-headers.ts";
import { FIRST_CONTROL_TOKEN } from "../../engine/harmony/control-tokens.ts";
import { RemoteEngine } from "../../engine/remote/remote-engine.ts";
import { generateRequest } from "../helpers/generate-request.ts";
import { startModelServer } from "../helpers/model-server/start-model-server.ts";

const SERVICE_MS = 40;
const SERVED_AT_A_TIME = 8;
/** Items in flight: enough to keep the server busy, with some waiting. */
const LANES = 12;
const rounds = Number(process.argv[2] ?? 5);

type Body = Readonly<Record<string, unknown>>;
type Completion = { readonly choices: readonly [{ readonly token_ids: readonly number[] }] };

/** The requests that the engine sends for one item, recorded: the direct caller sends the same. */
interface Templates {
  readonly first: Body;
  readonly second: Body;
}

let items = 0;
function nextItem(): GenerateRequest {
  items += 1;
  return generateRequest(`Message ${items}: see you at noon by the old bridge, bring the keys.`);
}

async function throughEngine(engine: RemoteEngine, item: GenerateRequest): Promise<void> {
  await engine.generate(item, { signal: AbortSignal.timeout(60_000) });
}

function directly(url: string, agent: Agent, templates: Templates) {
  const call = async (body: Body): Promise<Completion> => {
    const text = JSON.stringify(body);
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
    const request = httpRequest(`${url}/v1/completions`, { method: "POST", agent, headers });
    request.end(text);
    const [response] = (await once(request, "response")) as [AsyncIterable<Buffer>];
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    return JSON.parse(Buffer.concat(chunks).toString()) as Completion;
  };
  return async ({ prompt }: GenerateRequest): Promise<void> => {
    const generated = analysisHeaderTokens();
    const first = await call({ ...templates.first, prompt: [...prompt.tokens, ...generated] });
    generated.push(...first.choices[0].token_ids.filter((id) => id < FIRST_CONTROL_TOKEN));
    generated.push(...finalHeaderAfter(generated));
    await call({ ...templates.second, prompt: [...prompt.tokens, ...generated] });
  };
}

interface Round {
  readonly perSecond: number;
  /** Of this process alone: the servers have their own. */
  readonly cpuMsPerItem: number;
}

/** `LANES` items at a time. */
async function measure(count: number, judge: (item: GenerateRequest) => Promise<void>): Promise<Round> {
  const waiting = Array.from({ length: count }, nextItem);
  const started = performance.now();
  const cpuBefore = process.cpuUsage();
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) await judge(item);
    }),
  );
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    perSecond: count / ((performance.now() - started) / 1000),
    cpuMsPerItem: (user + system) / 1000 / count,
  };
}

async function compare(name: string, url: string, templates: Templates, count: number): Promise<void> {
  const engine = await startEngine(url);
  const agent = new Agent({ keepAlive: true });
  const contestants = [
    { results: [] as Round[], judge: (item: GenerateRequest) => throughEngine(engine, item) },
    { results: [] as Round[], judge: directly(url, agent, templates) },
  ] as const;
  for (const { judge } of contestants) await measure(count, judge);
  for (let round = 0; round < rounds; round += 1) {
    for (const { results, judge } of round % 2 === 0 ? contestants : contestants.toReversed()) {
      results.push(await measure(count, judge));
    }
  }
  await engine.close();
  agent.destroy();
  const [through, direct] = contestants.map(({ results }) => ({
    rates: results.map(({ perSecond }) => perSecond),
    cpu: median(results.map(({ cpuMsPerItem }) => cpuMsPerItem)).toFixed(1),
  })) as [{ rates: number[]; cpu: string }, { rates: number[]; cpu: string }];
  const overhead = 100 * (1 - median(through.rates) / median(direct.rates));
  console.log(
    `| ${name} | ${figures(direct.rates)} | ${figures(through.rates)} | ${overhead.toFixed(1)} % | ` +
      `${direct.cpu} / ${through.cpu} |`,
  );
}

async function startEngine(url: string): Promise<RemoteEngine> {
  const engine = new RemoteEngine({
    urls: [url],
    serverKind: "vllm",
    model: null,
    apiKey: null,
    maxInFlightPerServer: LANES,
    maxContextTokens: 4096,
  });
  await engine.start();
  return engine;
}

function figures(rates: readonly number[]): string {
  return `${median(rates).toFixed(1)} (${Math.min(...rates).toFixed(1)} to ${Math.max(...rates).toFixed(1)})`;
}

const real = await startModelServer({ wire: "vllm", maxNumSeqs: SERVED_AT_A_TIME });
const scripted = fork(
  new URL("scripted-model-server.ts", import.meta.url).pathname,
  [JSON.stringify([SERVICE_MS, SERVED_AT_A_TIME])],
  { execArgv: ["--import", "tsx"] },
);
try {
  const [scriptedUrl] = (await once(scripted, "message")) as [string];
  const engine = await startEngine(real.url);
  await throughEngine(engine, nextItem());
  await engine.close();
  const [first, second] = real.requests
    .filter(({ path }) => path === "/v1/completions")
    .map(({ body }) => body as Body);
  if (first === undefined || second === undefined) throw new Error("the engine did not send two requests");

  console.log(
    `${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}; ${LANES} items at a time; ` +
      `median (least to most) of ${rounds} alternating rounds; client and servers share the cores; ` +
      "CPU of the client alone, directly / through RemoteEngine\n",
  );
  console.log(
    "| items/s, two requests each | directly | through RemoteEngine | overhead | CPU ms an item |\n" +
      "|---|---:|---:|---:|---:|",
  );
  const name = `fixed ${SERVICE_MS} ms a request, ${SERVED_AT_A_TIME} at a time`;
  await compare(name, scriptedUrl, { first: { ...first, model: "scripted" }, second }, 150);
  await compare("the test model, really generating", real.url, { first, second }, 24);
} finally {
  scripted.disconnect();
  await real.stop();
}
