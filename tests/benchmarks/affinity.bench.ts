/**
 * The benefit of routing by policy: `npx tsx tests/benchmarks/affinity.bench.ts`. A simulation whose results are the
 * same on every machine: simulated servers with a prefix cache (simulated-server.ts), a Zipf mix of policies, arrivals
 * at random,
 * and three ways to route. "affinity" runs the fleet's own decisions. Medians over seeds; the first fifth of each
 * run fills the caches and is not counted.
 */
import { mulberry32 } from "../../engine/local/synthetic/random.ts";
import { chooseWaiter } from "../../engine/remote/fleet/choose-waiter.ts";
import { rendezvousOrder } from "../../engine/remote/fleet/rendezvous-order.ts";
import { type Prefix, type ServerSpeed, type SimulatedRequest, SimulatedServer } from "./simulated-server.ts";

const SEEDS = [1, 2, 3, 4, 5];
const SERVER_COUNTS = [2, 4, 8, 16];
/** Share of the throughput that is possible if every policy is cached. */
const LOADS = [0.6, 0.9];
const POLICIES = 200;
const ZIPF_EXPONENT = 1;
const POLICY_TOKENS = [1_000, 4_000] as const;
const CONTENT_TOKENS = [50, 350] as const;
const OUTPUT_TOKENS = [150, 350] as const;
const REQUESTS_PER_SERVER = 1_000;
const SPEED: ServerSpeed = {
  prefillTokensPerSecond: 10_000,
  decodeTokensPerSecond: 60,
  cacheTokens: 64_000,
  maxInFlight: 16,
};

interface Waiting {
  readonly request: SimulatedRequest;
  readonly order: readonly number[];
  overtaken: number;
}

/** The next request and its server; undefined while all servers are full. */
type Router = (
  line: readonly Waiting[],
  servers: readonly SimulatedServer[],
) => { readonly waiter: number; readonly server: number } | undefined;

const ROUTERS: Readonly<Record<string, () => Router>> = {
  "round robin": () => {
    let turn = 0;
    return (line, servers) => {
      const order = servers.map((_, index) => (turn + index) % servers.length);
      const server = order.find((index) => servers[index]!.inFlight < SPEED.maxInFlight);
      if (line.length === 0 || server === undefined) return undefined;
      turn = server + 1;
      return { waiter: 0, server };
    };
  },
  "least outstanding": () => (line, servers) => {
    const least = Math.min(...servers.map(({ inFlight }) => inFlight));
    if (line.length === 0 || least >= SPEED.maxInFlight) return undefined;
    return { waiter: 0, server: servers.findIndex(({ inFlight }) => inFlight === least) };
  },
  affinity: () => (line, servers) => {
    const capacity = SPEED.maxInFlight;
    const loads = servers.map(({ inFlight }) => ({
      health: UP,
      silent: false,
      inFlight,
      capacity,
      trials: inFlight,
    }));
    return chooseWaiter(line, loads);
  },
};

const UP = { status: "up", retryAt: 0 } as const;

interface Figures {
  readonly hitShare: number;
  readonly p50: number;
  readonly p95: number;
  readonly outstanding: number;
  readonly busy: number;
}

function simulate(route: Router, serverCount: number, requests: readonly SimulatedRequest[]): Figures {
  const urls = Array.from({ length: serverCount }, (_, index) => `http://server-${index}:8000`);
  const servers = urls.map(() => new SimulatedServer(SPEED));
  const orders = Array.from({ length: POLICIES }, (_, id) => rendezvousOrder(`policy-${id}`, urls));
  const line: Waiting[] = [];
  const running: { readonly endsAt: number; readonly server: SimulatedServer }[] = [];
  const counted = { cached: 0, prompt: 0, latencies: [] as number[] };
  const warmUp = requests[Math.floor(requests.length / 5)]!.arrivedAt;

  const serve = (now: number): void => {
    for (let next = route(line, servers); next !== undefined; next = route(line, servers)) {
      const [waiting] = line.splice(next.waiter, 1);
      for (const passed of line.slice(0, next.waiter)) passed.overtaken += 1;
      const server = servers[next.server]!;
      const { request } = waiting!;
      const { endsAt, cachedTokens } = server.accept(request, now);
      const place = running.findIndex((other) => other.endsAt > endsAt);
      running.splice(place < 0 ? running.length : place, 0, { endsAt, server });
      if (request.arrivedAt < warmUp) continue;
      counted.cached += cachedTokens;
      counted.prompt += request.prefix.tokens + request.contentTokens;
      counted.latencies.push(endsAt - request.arrivedAt);
    }
  };
  const endUntil = (time: number): void => {
    for (let ended = running[0]; ended !== undefined && ended.endsAt <= time; ended = running[0]) {
      running.shift();
      ended.server.end(ended.endsAt);
      serve(ended.endsAt);
    }
  };
  for (const request of requests) {
    endUntil(request.arrivedAt);
    line.push({ request, order: orders[request.prefix.id]!, overtaken: 0 });
    serve(request.arrivedAt);
  }
  endUntil(Infinity);
  return {
    hitShare: counted.cached / counted.prompt,
    p50: quantile(counted.latencies, 0.5),
    p95: quantile(counted.latencies, 0.95),
    outstanding: unevenness(servers.map(({ inFlightSeconds }) => inFlightSeconds)),
    busy: unevenness(servers.map(({ busySeconds }) => busySeconds)),
  };
}

/** Poisson arrivals at `load`. */
function createRequests(seed: number, serverCount: number, load: number): SimulatedRequest[] {
  const random = mulberry32(seed);
  const between = ([low, high]: readonly [number, number]): number =>
    Math.round(low + random() * (high - low));
  const prefixes = Array.from({ length: POLICIES }, (_, id): Prefix => ({
    id,
    tokens: between(POLICY_TOKENS),
  }));
  const cumulative: number[] = [];
  for (const { id } of prefixes) cumulative.push((cumulative.at(-1) ?? 0) + 1 / (id + 1) ** ZIPF_EXPONENT);
  const pick = (): Prefix => {
    const point = random() * cumulative.at(-1)!;
    return prefixes[cumulative.findIndex((sum) => sum > point)]!;
  };
  const warmSeconds =
    mean(CONTENT_TOKENS) / SPEED.prefillTokensPerSecond + mean(OUTPUT_TOKENS) / SPEED.decodeTokensPerSecond;
  const perSecond = (load * serverCount * SPEED.maxInFlight) / warmSeconds;
  let now = 0;
  return Array.from({ length: REQUESTS_PER_SERVER * serverCount }, () => {
    now -= Math.log(1 - random()) / perSecond;
    return {
      prefix: pick(),
      contentTokens: between(CONTENT_TOKENS),
      outputTokens: between(OUTPUT_TOKENS),
      arrivedAt: now,
    };
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The largest share of a server divided by the mean share; 1 means even. */
function unevenness(values: readonly number[]): number {
  return Math.max(...values) / mean(values);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

console.log(
  `${POLICIES} policies (Zipf ${ZIPF_EXPONENT}) of ${POLICY_TOKENS.join(" to ")} tokens; servers that cache ` +
    `${SPEED.cacheTokens} tokens, compute ${SPEED.prefillTokensPerSecond} prompt tokens a second and hold ` +
    `${SPEED.maxInFlight} requests; medians of ${SEEDS.length} seeds\n`,
);
console.log(
  "| servers | load | routing | cached prompt tokens | p50, s | p95, s | outstanding, max/mean | busy, max/mean |",
);
console.log("|--:|--:|---|--:|--:|--:|--:|--:|");
for (const serverCount of SERVER_COUNTS) {
  for (const load of LOADS) {
    const mixes = SEEDS.map((seed) => createRequests(seed, serverCount, load));
    for (const [name, createRouter] of Object.entries(ROUTERS)) {
      const runs = mixes.map((requests) => simulate(createRouter(), serverCount, requests));
      const median = (figure: keyof Figures): number =>
        quantile(
          runs.map((run) => run[figure]),
          0.5,
        );
      const cells = [
        serverCount,
        `${load * 100}%`,
        name,
        `${(100 * median("hitShare")).toFixed(1)}%`,
        median("p50").toFixed(2),
        median("p95").toFixed(2),
        median("outstanding").toFixed(2),
        median("busy").toFixed(2),
      ];
      console.log(`| ${cells.join(" | ")} |`);
    }
  }
}
