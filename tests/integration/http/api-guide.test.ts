import { execFile } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OPERATIONS } from "../../../schemas/operations/all.ts";
import { eventually } from "../../helpers/eventually.ts";
import { ADMIN_KEY, HoldingEngine, HttpService } from "./service.ts";

const guide = readFileSync(new URL("../../../docs/api.md", import.meta.url), "utf8");
/** The first block asks the reader to set what this test sets. */
const [, ...blocks] = [...guide.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block]) => block ?? "");

const policyFile = join(tmpdir(), `gavel-guide-${process.pid}.md`);
const cookieFile = join(tmpdir(), `gavel-guide-${process.pid}.cookies`);
const goldenFile = join(tmpdir(), `gavel-guide-${process.pid}.jsonl`);

const VIOLATING_ANSWER = JSON.stringify({
  violation: 1,
  policy_category: "SP2",
  rule_ids: [],
  confidence: "high",
  rationale: "It offers a prize.",
});

let http: HttpService;
beforeAll(async () => {
  // The page assumes that its example is a violation.
  http = await HttpService.start({}, new HoldingEngine(() => VIOLATING_ANSWER));
});
afterAll(async () => {
  for (const file of [policyFile, goldenFile, cookieFile]) rmSync(file, { force: true });
  await http.stop();
});

/** The data of a service in use, which a reader of the page wants to keep. */
interface Others {
  readonly key: string;
  readonly batchId: string;
  readonly verdictId: string;
}

async function makeOthers(): Promise<Others> {
  await http.putPolicy("spam");
  const json = { content: "judged before", policy_id: "spam" };
  const { id: verdictId } = (await (await http.call("/classify", { json })).json()) as { id: string };
  const upload = { body: '{"content":"uploaded before"}', headers: { "content-type": "application/jsonl" } };
  const { id: batchId } = (await (await http.call("/batches?policy_id=spam", upload)).json()) as {
    id: string;
  };
  await eventually(async () => {
    const batch = (await (await http.call(`/batches/${batchId}`)).json()) as { status: string };
    expect(batch.status).toBe("completed");
  });
  return { key: await http.createKey("verdicts:read", "policies:read"), batchId, verdictId };
}

async function stateOf(others: Others) {
  const { key, batchId, verdictId } = others;
  const read = async (path: string): Promise<unknown> => (await http.call(path, { key })).json();
  return {
    ...others,
    policies: await read("/policies"),
    batch: await read(`/batches/${batchId}`),
    verdict: await read(`/verdicts/${verdictId}`),
    webhooks: await (await http.call("/webhooks")).json(),
  };
}

describe("docs/api.md", () => {
  it("works when pasted from top to bottom, shows each route, and does not change existing data", async () => {
    const before = await stateOf(await makeOthers());
    const script = blocks
      .join("\n")
      .replaceAll("/tmp/gavel-cookies", cookieFile)
      .replaceAll("/tmp/guide.md", policyFile)
      .replaceAll("/tmp/guide.jsonl", goldenFile);
    // Distinguished from the responses, from which the page reads ids.
    const each = script.replaceAll(
      /(^|\$\()curl (-s )?/gm,
      '$1curl --fail-with-body -sS -w "%{stderr}\\n%{method} %{url} %{http_code}\\n" ',
    );
    const { stderr } = await promisify(execFile)("bash", ["-euo", "pipefail", "-c", each], {
      env: { ...process.env, GAVEL_URL: http.url, GAVEL_API_KEY: ADMIN_KEY },
      timeout: 300_000,
      maxBuffer: 16 * 1024 * 1024,
    });
    const asked = [...stderr.matchAll(/^([A-Z]+) http:\/\/[^/]+(\/[^ ?]*)\S* (\d{3})$/gm)].map(
      ([, method, path]) => `${method} ${path}`,
    );
    const patterns = asked.map((line) =>
      line
        .replace(/\/verdicts\/[0-9a-f-]{36}/, "/verdicts/{verdict_id}")
        .replace(/\/reviews\/[0-9a-f-]{36}/, "/reviews/{verdict_id}")
        .replace(/\/batches\/[0-9a-f-]{36}/, "/batches/{batch_id}")
        .replace(/\/webhooks\/deliveries\/[0-9a-f-]{36}/, "/webhooks/deliveries/{delivery_id}")
        .replace(/\/webhooks\/[0-9a-f-]{36}/, "/webhooks/{webhook_id}")
        .replace(/\/evaluations\/[0-9a-f-]{36}/, "/evaluations/{evaluation_id}")
        .replace(/\/golden-sets\/guide-cases/, "/golden-sets/{golden_set}")
        .replace(/\/trials\/[0-9a-f-]{36}/, "/trials/{trial_id}")
        .replace(/\/policies\/guide/, "/policies/{policy_id}")
        .replace(/\/versions\/1/, "/versions/{version}")
        .replace(/\/keys\/\w+/, "/keys/{key_id}")
        .replace(/\/sessions\/[0-9a-f-]{36}/, "/sessions/{session_id}"),
    );
    const all = OPERATIONS.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    expect([...new Set(patterns)].toSorted()).toEqual(all.toSorted());
    expect(await stateOf(before)).toEqual(before);
  });
});
