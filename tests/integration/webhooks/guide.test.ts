import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { WebhookDeliveryPage, WebhookWithSecret } from "../../../schemas/webhook.ts";
import { generateSecret, signedHeaders } from "../../../service/webhooks/signature.ts";
import { RETRY_DELAYS_MS } from "../../../service/webhooks/retry-schedule.ts";
import { freePort } from "../../helpers/server-process.ts";
import { HttpService } from "../http/service.ts";
import { eventually } from "../../helpers/eventually.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const guide = readFileSync(join(root, "docs/webhooks.md"), "utf8");
const hasPython = spawnSync("python3", ["--version"]).status === 0;

let http: HttpService;
let directory: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "gavel-webhooks-"));
  symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));
  http = await HttpService.start({ GAVEL_WEBHOOK_ALLOW_PRIVATE: "true" });
  await http.putPolicy("spam");
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});
afterAll(async () => {
  await http.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** The only block of a language, run as a program. */
function example(language: string, file: string, command: readonly string[], env: Record<string, string>) {
  const block = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "m").exec(guide)?.[1] ?? "";
  writeFileSync(join(directory, file), block);
  const [program = "", ...args] = command;
  const child = spawn(program, [...args, file], {
    cwd: directory,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  return lines;
}

async function statusOf(url: string, headers: Record<string, string>, body: string): Promise<number> {
  return (await fetch(url, { method: "POST", headers, body })).status;
}

describe("the receivers of docs/webhooks.md", () => {
  it.each([
    ["TypeScript", "ts", "receiver.mts", [process.execPath, "--import", "tsx"], true],
    ["Python", "python", "receiver.py", ["python3"], hasPython],
  ] as const)(
    "%s: accepts each signed delivery once, and nothing else",
    async (_, language, file, command, can) => {
      if (!can) return;
      const port = await freePort();
      const url = `http://127.0.0.1:${port}/hooks/gavel`;
      const created = await http.call("/webhooks", { json: { url } });
      const { id, secret } = (await created.json()) as WebhookWithSecret;
      const lines = example(language, file, command, { WEBHOOK_SECRET: secret, PORT: String(port) });
      await eventually(async () => expect(await statusOf(url, {}, "{}")).toBe(401));

      const content = { content: `for ${language}`, policy_id: "spam" };
      const record = (await (await http.call("/classify", { json: content })).json()) as { id: string };
      const line = `verdict.completed ${record.id} 0`;
      await eventually(() => expect(lines).toEqual([line]));
      const deliveries = async () =>
        ((await (await http.call(`/webhooks/${id}/deliveries`)).json()) as WebhookDeliveryPage).data;
      await eventually(async () => expect((await deliveries())[0]).toMatchObject({ status: "delivered" }));

      const [delivery] = await deliveries();
      await http.call(`/webhooks/deliveries/${delivery?.id}/replay`, { method: "POST" });
      await eventually(async () =>
        expect((await deliveries())[0]).toMatchObject({ status: "delivered", attempts: 1 }),
      );
      expect(lines).toEqual([line]);

      const payload = JSON.stringify({ type: "verdict.completed", data: { id: "forged", verdict: null } });
      const message = { id: "forged", payload, sentAt: new Date() };
      const forged = signedHeaders(message, [generateSecret()]);
      expect(await statusOf(url, forged, payload)).toBe(401);
      const right = signedHeaders(message, [generateSecret(), secret]);
      expect(await statusOf(url, right, `${payload} `)).toBe(401);
      const old = signedHeaders({ ...message, sentAt: new Date(Date.now() - 3_600_000) }, [secret]);
      expect(await statusOf(url, old, payload)).toBe(401);
      expect(await statusOf(url, right, payload)).toBe(204);
      await eventually(() => expect(lines).toHaveLength(2));
      await http.call(`/webhooks/${id}`, { method: "DELETE" });
    },
  );
});

describe("the schedule of docs/webhooks.md", () => {
  it("is the implemented one", () => {
    const units: Record<string, number> = { seconds: 1, minutes: 60, min: 60, hours: 3600, h: 3600 };
    const pauses = [...guide.matchAll(/^\| [2-9] \| ([^|]+) \|/gm)].map(([, text = ""]) =>
      [...text.matchAll(/(\d+) (\w+)/g)].reduce(
        (sum, [, count, unit = ""]) => sum + Number(count) * (units[unit] ?? Number.NaN) * 1000,
        0,
      ),
    );
    expect(pauses).toEqual(RETRY_DELAYS_MS);
  });
});
