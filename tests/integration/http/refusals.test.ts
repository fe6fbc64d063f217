import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { PgliteDatabase } from "../../../service/storage/database/pglite-database.ts";
import { eventually } from "../../helpers/eventually.ts";
import { HttpService, problemOf } from "./service.ts";

const REQUEST_START = "http.server.request.start";
const REFUSALS = 50;

let http: HttpService;
beforeAll(async () => {
  http = await HttpService.start({
    GAVEL_WORKER_CONCURRENCY: "1",
    GAVEL_KEY_REQUESTS_PER_MINUTE: "100000",
  });
  await http.putPolicy("spam");
});
afterAll(() => http.stop());

function classify(body: string, prefer: string, path = "/classify"): Promise<Response> {
  return http.call(path, { body, headers: { "content-type": "application/json", prefer } });
}

function bodyOf(content: string): string {
  return JSON.stringify({ content, policy_id: "spam" });
}

/** Queries of requests are counted and delayed; those of the service itself continue. */
function holdQueriesOfRequests(): { readonly count: () => number; readonly release: () => void } {
  const requests = new AsyncLocalStorage<true>();
  const onRequest = (): void => requests.enterWith(true);
  subscribe(REQUEST_START, onRequest);
  let count = 0;
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const spies = (["run", "transaction", "probe"] as const).map((method) => {
    const original = PgliteDatabase.prototype[method];
    return vi.spyOn(PgliteDatabase.prototype, method).mockImplementation(async function held(
      this: PgliteDatabase,
      work,
    ) {
      if (requests.getStore() === true) {
        count += 1;
        await opened;
      }
      return original.call(this, work);
    });
  });
  return {
    count: () => count,
    release: () => {
      unsubscribe(REQUEST_START, onRequest);
      for (const spy of spies) spy.mockRestore();
      open();
    },
  };
}

async function storedVerdicts(): Promise<number> {
  const answer = await http.call("/verdicts?limit=100");
  return ((await answer.json()) as { data: unknown[] }).data.length;
}

function linesOfRefusals(): number {
  return http.log.split("\n").filter((line) => line.includes('"status":503')).length;
}

it("a request whose verdict would be late is refused unread, without a query, a remote counter or a log line", async () => {
  http.engine.hold();
  const { asked } = http.engine;
  const first = classify(bodyOf("slow"), "wait=60");
  await eventually(() => expect(http.engine.asked).toBeGreaterThan(asked));
  // So the worker judges at most two items per second.
  await sleep(500);
  http.engine.release();
  expect((await first).status).toBe(200);
  http.engine.hold();
  const waiting = Array.from({ length: 12 }, (_, n) => classify(bodyOf(`waiting ${n}`), "wait=60"));
  await eventually(async () => {
    const answer = await classify(bodyOf("late"), "wait=1");
    expect((await problemOf(answer)).code).toBe("overloaded");
  });

  const stored = await storedVerdicts();
  const lines = linesOfRefusals();
  const counted = vi.spyOn(http.service.parts.accepting.requestCounter, "count");
  // A request refreshes the count that the refusal of the next one is based on; the clock is stopped from then on, so
  // that the
  // count does not become outdated.
  await eventually(async () => expect((await classify("", "wait=1")).status).toBe(503));
  const clock = vi.spyOn(performance, "now").mockReturnValue(performance.now());
  const held = holdQueriesOfRequests();
  try {
    const answers = await Promise.all(
      Array.from({ length: REFUSALS }, () => classify("this is not JSON", "wait=1")),
    );
    // The backlog and the keys are read again occasionally, once for all requests.
    expect(held.count()).toBeLessThan(4);
    for (const answer of answers) {
      expect(answer.status).toBe(503);
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(answer.headers.get("ratelimit-policy")).toMatch(/^"concurrent";q=\d+/);
      expect(answer.headers.get("ratelimit")).toMatch(/^"concurrent";r=\d+/);
      expect((await problemOf(answer)).code).toBe("overloaded");
    }
    for (const path of ["/v1/moderations", "/v1/label", "/beta/litellm_basic_guardrail_api"]) {
      const answer = await classify("this is not JSON", "wait=1", path);
      expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining('"overloaded"')]);
    }
    expect(held.count()).toBeLessThan(4);
  } finally {
    held.release();
    clock.mockRestore();
  }
  expect(counted).not.toHaveBeenCalled();
  expect(linesOfRefusals()).toBe(lines);
  expect(await storedVerdicts()).toBe(stored);

  http.engine.release();
  expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual(waiting.map(() => 200));
});
