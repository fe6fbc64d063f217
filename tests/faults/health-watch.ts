/** Requests /healthz and /readyz of every process continuously, as an orchestrator and a load balancer do. */
import { setTimeout as sleep } from "node:timers/promises";

const INTERVAL_MS = 250;
const PATIENCE_MS = 5000;

export interface HealthSample {
  readonly url: string;
  readonly path: "/healthz" | "/readyz";
  readonly askedAt: number;
  readonly ms: number;
  /** 0 if there was no response. */
  readonly status: number;
}

export class HealthWatch {
  readonly samples: HealthSample[] = [];
  readonly #stop = new AbortController();
  readonly #loops: Promise<void>[];

  constructor(urls: readonly string[], key: string) {
    this.#loops = urls.flatMap((url) => [this.#loop(url, "/healthz", key), this.#loop(url, "/readyz", key)]);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#loops);
  }

  async #loop(url: string, path: HealthSample["path"], key: string): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const askedAt = performance.now();
      const status = await statusOf(url + path, key);
      this.samples.push({ url, path, askedAt, ms: performance.now() - askedAt, status });
      await sleep(INTERVAL_MS, undefined, { signal }).catch(() => {});
    }
  }
}

async function statusOf(url: string, key: string): Promise<number> {
  try {
    const headers = { authorization: `Bearer ${key}` };
    const answer = await fetch(url, { headers, signal: AbortSignal.timeout(PATIENCE_MS) });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 0;
  }
}
