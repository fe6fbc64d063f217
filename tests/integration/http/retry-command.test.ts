import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { OutputEmptyError } from "../../../engine/errors.ts";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import { SAFE_ANSWER } from "../../helpers/fake-engine.ts";
import { type CliOutcome, HoldingEngine, HttpService } from "./service.ts";

let fails = true;
let http: HttpService;

beforeAll(async () => {
  const engine = new HoldingEngine(() => (fails ? new OutputEmptyError("empty") : SAFE_ANSWER));
  http = await HttpService.start({ GAVEL_MAX_ATTEMPTS: "1", GAVEL_CONTENT_RETENTION_HOURS: "24" }, engine);
  await http.putPolicy("spam");
  await http.putPolicy("hate");
});
beforeEach(() => void (fails = true));
afterAll(() => http.stop());

async function failed(content: string, policyId = "spam"): Promise<VerdictRecord> {
  const json = { content, policy_id: policyId };
  const response = await http.call("/classify", { json, headers: { prefer: "wait=60" } });
  return (await response.json()) as VerdictRecord;
}

async function record(id: string): Promise<VerdictRecord> {
  const response = await http.call(`/verdicts/${id}`, { headers: { prefer: "wait=60" } });
  return (await response.json()) as VerdictRecord;
}

const retry = (...argv: string[]): Promise<CliOutcome> => http.gavel(["verdicts", "retry", ...argv]);

it("judges one record again, and links both records to each other", async () => {
  const { id } = await failed("one");
  fails = false;
  const { code, stdout, stderr } = await retry(id);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "1 retried, 0 refused.\n" });
  const { retried_as: again } = await record(id);
  expect(stdout).toContain(`${id}  ${again}`);
  expect(await record(again ?? "")).toMatchObject({ status: "completed", retry_of: id });
  const shown = await http.gavel(["verdict", id]);
  expect(shown.stdout).toMatch(new RegExp(`retried as +${again}`));
});

it("judges all matching records again, once, newest first, even if they fail again", async () => {
  const ids = [];
  for (const content of ["a", "b", "c"]) ids.push((await failed(content, "hate")).id);
  const other = await failed("other");
  const { code, stdout } = await retry("--policy", "hate", "--limit", "2", "--json");
  expect(code).toBe(0);
  const lines = stdout.trim().split("\n");
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { verdict_id: ids[2], error: null },
    { verdict_id: ids[1], error: null },
  ]);
  for (const id of ids.slice(1)) await record((await record(id)).retried_as ?? "");
  // These remain: the first one, and the two retries, which have failed too.
  expect((await retry("--policy", "hate")).stderr).toBe("3 retried, 0 refused.\n");
  expect((await record(other.id)).retried_as).toBeNull();
});

it("continues after a record that cannot be retried, and reports it by its exit code", async () => {
  const gone = await failed("gone");
  await http.service.parts.stores.verdicts.eraseContent(new Date(Date.now() + 60_000));
  const kept = await failed("kept");
  const { code, stdout, stderr } = await retry(gone.id, kept.id);
  expect(code).toBe(3);
  expect(stdout).toMatch(new RegExp(`${gone.id} +content_not_kept`));
  expect(stderr).toBe("1 retried, 1 refused.\n");
});

it("stops when the key may not retry", async () => {
  const { id } = await failed("forbidden");
  const key = await http.createKey("classify");
  const { code, stderr } = await http.gavel(["verdicts", "retry", id], { key });
  expect(code).toBe(1);
  expect(stderr).toContain("content:read");
});
