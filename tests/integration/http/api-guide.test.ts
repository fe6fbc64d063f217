import { execFile } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OPERATIONS } from "../../../schemas/operations/all.ts";
import { ADMIN_KEY, HttpService } from "./service.ts";

const guide = readFileSync(new URL("../../../docs/api.md", import.meta.url), "utf8");
/** The first block tells the reader to set what this test sets. */
const [, ...blocks] = [...guide.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block]) => block ?? "");

const policyFile = join(tmpdir(), `gavel-guide-${process.pid}.md`);

let http: HttpService;
beforeAll(async () => {
  http = await HttpService.start();
});
afterAll(async () => {
  rmSync(policyFile, { force: true });
  await http.stop();
});

describe("docs/api.md", () => {
  it("works when pasted from top to bottom, and shows each route", async () => {
    const script = blocks.join("\n").replaceAll("/tmp/spam.md", policyFile);
    const each = script.replaceAll(
      /^curl /gm,
      'curl --fail-with-body -sS -w "\\n%{method} %{url} %{http_code}\\n" ',
    );
    const { stdout } = await promisify(execFile)("bash", ["-euo", "pipefail", "-c", each], {
      env: { ...process.env, GAVEL_URL: http.url, GAVEL_API_KEY: ADMIN_KEY },
      timeout: 60_000,
      maxBuffer: 16 * 1024 * 1024,
    });
    const asked = [...stdout.matchAll(/^([A-Z]+) http:\/\/[^/]+(\/[^ ?]*)\S* (\d{3})$/gm)].map(
      ([, method, path]) => `${method} ${path}`,
    );
    const patterns = asked.map((line) =>
      line
        .replace(/\/verdicts\/[0-9a-f-]{36}/, "/verdicts/{verdict_id}")
        .replace(/\/batches\/[0-9a-f-]{36}/, "/batches/{batch_id}")
        .replace(/\/webhooks\/deliveries\/[0-9a-f-]{36}/, "/webhooks/deliveries/{delivery_id}")
        .replace(/\/webhooks\/[0-9a-f-]{36}/, "/webhooks/{webhook_id}")
        .replace(/\/policies\/spam/, "/policies/{policy_id}")
        .replace(/\/versions\/1/, "/versions/{version}")
        .replace(/\/keys\/\w+/, "/keys/{key_id}"),
    );
    const all = OPERATIONS.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    expect([...new Set(patterns)].toSorted()).toEqual(all.toSorted());
  });
});
