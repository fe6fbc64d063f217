import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { VerdictStore } from "../../../service/judging/verdict-store.ts";
import { ServiceError } from "../../../service/errors.ts";
import type { RunningServer } from "../../../service/http/server.ts";
import { DatabaseVerdictStore } from "../../../service/storage/verdicts/verdict-store.ts";
import { startPglite } from "../../helpers/pglite.ts";
import { SseConnection } from "../../helpers/sse-client.ts";
import { newCompletion, newItem, uuidv7 } from "../../helpers/stores.ts";
import { KEY, startStreamServer, type StreamServerOptions } from "./stream-server.ts";

let pglite: Awaited<ReturnType<typeof startPglite>>;
let verdicts: DatabaseVerdictStore;
beforeAll(async () => {
  pglite = await startPglite();
  verdicts = new DatabaseVerdictStore(pglite.database);
  await verdicts.start();
});
afterAll(async () => {
  verdicts.close();
  await pglite.stop();
});

const running: RunningServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close({ graceMs: 500 });
});
async function start(store: VerdictStore, options: StreamServerOptions = {}): Promise<string> {
  const server = await startStreamServer(store, options);
  running.push(server);
  return server.url;
}

/** Settles that many records, and returns their ids in the order of settling. */
async function settle(policyId: string, count: number, rationale = "short"): Promise<string[]> {
  const items = Array.from({ length: count }, () => newItem({ policyId }));
  await verdicts.create(items);
  const verdict = { violation: 0 as const, rationale };
  await Promise.all(items.map(({ id }) => verdicts.complete(id, newCompletion({ verdict }))));
  const { records } = await verdicts.list({
    filter: { policyId, settled: true },
    limit: count,
    order: "asc",
  });
  return records.map(({ id }) => id);
}

describe("a quiet stream", () => {
  it("has a comment after each silent period", async () => {
    const url = await start(verdicts, { times: { heartbeatMs: 50 } });
    const policyId = uuidv7();
    const stream = await SseConnection.open(`${url}/verdicts/stream?policy_id=${policyId}`, { key: KEY });
    await sleep(1000);
    const [id] = await settle(policyId, 1);
    expect((await stream.nextRecord())?.id).toBe(id);
    expect(stream.comments).toBeGreaterThanOrEqual(2);
    stream.drop();
  });
});

describe("a stream whose announcements are lost", () => {
  it("finds settled records by polling", async () => {
    const deaf = new Proxy(verdicts, {
      get: (target, name) => {
        if (name === "onSettled") return () => () => undefined;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === "function" ? (value.bind(target) as unknown) : value;
      },
    });
    const url = await start(deaf);
    const policyId = uuidv7();
    const stream = await SseConnection.open(`${url}/verdicts/stream?policy_id=${policyId}`, { key: KEY });
    await stream.block();
    const ids = await settle(policyId, 3);
    for (const id of ids) expect((await stream.nextRecord())?.id).toBe(id);
    stream.drop();
  });
});

describe("a stream whose database is temporarily unavailable", () => {
  it("stays open, logs this once, and skips nothing", async () => {
    let away = false;
    const shaky = new Proxy(verdicts, {
      get: (target, name) => {
        if (name === "follow" && away) {
          return () => Promise.reject(new ServiceError("not_ready", "The database does not answer."));
        }
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === "function" ? (value.bind(target) as unknown) : value;
      },
    });
    const log: string[] = [];
    const url = await start(shaky, { times: { heartbeatMs: 100 }, log: (line) => void log.push(line) });
    const policyId = uuidv7();
    const stream = await SseConnection.open(`${url}/verdicts/stream?policy_id=${policyId}`, { key: KEY });
    await stream.block();
    away = true;
    const ids = await settle(policyId, 2);
    await sleep(1000);
    away = false;
    for (const id of ids) expect((await stream.nextRecord())?.id).toBe(id);
    expect(stream.comments).toBeGreaterThan(0);
    expect(log.filter((line) => line.includes("waits for the database"))).toHaveLength(1);
    stream.drop();
    away = true;
    const refused = await fetch(`${url}/verdicts/stream?after=${stream.lastEventId}&policy_id=${policyId}`, {
      headers: { authorization: `Bearer ${KEY}` },
    });
    expect(refused.status).toBe(503);
    await refused.arrayBuffer();
  });
});

describe("a client that does not read", () => {
  it("is disconnected after a while, uses memory for one page, and resumes where it was", async () => {
    const policyId = uuidv7();
    // About 6 MB: more than fits in the buffers of the sockets.
    const ids = await settle(policyId, 600, "x".repeat(10_000));
    let listed = 0;
    const counted = new Proxy(verdicts, {
      get: (target, name) => {
        if (name === "follow") listed += 1;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === "function" ? (value.bind(target) as unknown) : value;
      },
    });
    const log: string[] = [];
    const url = await start(counted, { times: { stallMs: 500 }, log: (line) => void log.push(line) });
    const { hostname, port } = new URL(url);
    let closed = false;
    const socket = connect({ host: hostname, port: Number(port) }, () => {
      socket.write(
        `GET /verdicts/stream?policy_id=${policyId}&after=beginning HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${KEY}\r\n\r\n`,
      );
    });
    socket.on("error", () => undefined);
    socket.on("close", () => (closed = true));
    socket.pause();
    await expect.poll(() => listed > 0).toBe(true);
    let listedWhileStalled = 0;
    while (listedWhileStalled !== listed) {
      listedWhileStalled = listed;
      await sleep(1200);
    }
    expect(listedWhileStalled).toBeLessThan(12);
    let received = "";
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => (received += chunk));
    socket.resume();
    await expect.poll(() => closed).toBe(true);
    expect(listed).toBe(listedWhileStalled);
    expect(received).not.toContain(ids.at(-1) ?? "");
    expect(log.join("")).not.toContain("stream failed");

    // Only whole events: an incomplete one is sent again.
    const events = received
      .split("\n\n")
      .slice(0, -1)
      .filter((block) => block.includes("data: "));
    const whole = events.filter((block) => block.endsWith("}"));
    const lastEventId = /^id: (.+)$/m.exec(whole.at(-1) ?? "")?.[1] ?? "";
    expect(lastEventId).not.toBe("");
    const stream = await SseConnection.open(`${url}/verdicts/stream?policy_id=${policyId}`, {
      key: KEY,
      lastEventId,
    });
    const first = await stream.nextRecord();
    const shown = whole.map((block) => /"id":"([0-9a-f-]{36})"/.exec(block)?.[1]);
    expect([...shown, first?.id]).toEqual(ids.slice(0, shown.length + 1));
    stream.drop();
  });

  it("is only slow if it reads in time", async () => {
    const policyId = uuidv7();
    const ids = await settle(policyId, 120, "y".repeat(2000));
    const url = await start(verdicts, { times: { stallMs: 2000 } });
    const stream = await SseConnection.open(`${url}/verdicts/stream?policy_id=${policyId}&after=beginning`, {
      key: KEY,
    });
    const seen: (string | undefined)[] = [];
    for (let event = 0; event < ids.length; event += 1) {
      if (event % 20 === 0) await sleep(50);
      seen.push((await stream.nextRecord())?.id);
    }
    expect(seen).toEqual(ids);
    stream.drop();
  });
});
