import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startCli } from "../helpers/start-cli.ts";

const IN_FLIGHT = 12;

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "gavel-cli-signal-"));
});
afterAll(() => rm(directory, { recursive: true }));

it("gavel has more than ten requests in flight without a warning of Node", async () => {
  const held: ServerResponse[] = [];
  const server = createServer((_, response) => {
    held.push(response);
    if (held.length === IN_FLIGHT) for (const each of held) each.writeHead(401).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const file = path.join(directory, "items.jsonl");
  await writeFile(file, '{"content": "item"}\n'.repeat(IN_FLIGHT));

  const options = ["--policy", "spam", "--concurrency", String(IN_FLIGHT)];
  const cli = startCli(["classify", "--jsonl", file, ...options], {
    GAVEL_URL: `http://127.0.0.1:${port}`,
    GAVEL_API_KEY: "key",
  });
  await cli.ended();
  expect(held.length, cli.output()).toBeGreaterThanOrEqual(IN_FLIGHT);
  expect(cli.output()).not.toContain("MaxListenersExceededWarning");
  server.closeAllConnections();
  server.close();
});
