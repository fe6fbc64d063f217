/** An open loop: requests are sent at their rate, whatever the responses are, as by independent callers. */
import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { VerdictRecord } from "../../schemas/verdict-record.ts";
import { postJson } from "../helpers/http-post.ts";
import { makeContent, POLICY_ID } from "./content.ts";

/** One caller's requests. */
export interface Stream {
  readonly name: string;
  readonly perSecond: number;
  /** The Prefer field: `wait=30` waits for the verdict, `respond-async` does not. */
  readonly prefer: string;
  readonly priority?: "interactive" | "batch";
  /** The client's own timeout, whatever wait it requested. */
  readonly hangUpSeconds?: number;
}

/** The outcome of one request. All instants are of performance.now(). */
export interface Sent {
  readonly stream: string;
  readonly url: string;
  readonly violation: 0 | 1;
  readonly sentAt: number;
  readonly answeredAt: number;
  /** 0 if there was no response. */
  readonly status: number;
  /** Null unless it was accepted. */
  readonly id: string | null;
  /** Null unless the response contained a verdict. */
  readonly verdict: number | null;
  readonly retryAfter: string | null;
}

/** No caller waits longer. */
const GIVE_UP_MS = 60_000;

export class Load {
  readonly sent: Sent[] = [];
  readonly #urls: readonly string[];
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 4096 });
  readonly #stop = new AbortController();
  readonly #loops: Promise<void>[] = [];
  #count = 0;

  /** Requests are sent to the URLs in turn. */
  constructor(urls: readonly string[]) {
    this.#urls = urls;
  }

  start(stream: Stream, key: string): void {
    this.#loops.push(this.#loop(stream, key));
  }

  /** Stops sending and waits for pending responses. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#loops);
    this.#agent.destroy();
  }

  async #loop(stream: Stream, key: string): Promise<void> {
    const { signal } = this.#stop;
    const running = new Set<Promise<void>>();
    const started = performance.now();
    for (let n = 0; !signal.aborted; n += 1) {
      const wait = started + (n * 1000) / stream.perSecond - performance.now();
      if (wait > 0) await sleep(wait, undefined, { signal }).catch(() => {});
      if (signal.aborted) break;
      const sending: Promise<void> = this.#send(stream, key).finally(() => running.delete(sending));
      running.add(sending);
    }
    await Promise.all(running);
  }

  async #send({ name, prefer, priority, hangUpSeconds }: Stream, key: string): Promise<void> {
    const index = this.#count++;
    const { content, violation } = makeContent(index);
    const url = this.#urls[index % this.#urls.length] ?? "";
    const body = { content, policy_id: POLICY_ID, ...(priority === undefined ? {} : { priority }) };
    const sentAt = performance.now();
    const answer = await postJson(new URL("/classify", url), body, {
      agent: this.#agent,
      headers: { authorization: `Bearer ${key}`, prefer },
      signal: AbortSignal.timeout(hangUpSeconds === undefined ? GIVE_UP_MS : hangUpSeconds * 1000),
    }).catch(() => null);
    const accepted = answer?.status === 200 || answer?.status === 202;
    const record = accepted ? (JSON.parse(answer.body) as VerdictRecord) : null;
    this.sent.push({
      stream: name,
      url,
      violation,
      sentAt,
      answeredAt: performance.now(),
      status: answer?.status ?? 0,
      id: record?.id ?? null,
      verdict: record?.verdict?.violation ?? null,
      retryAfter: answer?.headers["retry-after"] ?? null,
    });
  }
}
