import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CreatedKey } from "../../../schemas/api-key.ts";
import {
  type AuditEntry,
  type AuditPage,
  auditPageSchema,
  type AuditVerification,
  auditVerificationSchema,
} from "../../../schemas/audit.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import { eventually } from "../../helpers/eventually.ts";
import { type CliOutcome, ADMIN_KEY, HttpService, POLICY_2, problemOf } from "./service.ts";

let http: HttpService;
let author: CreatedKey;
const directory = mkdtempSync(join(tmpdir(), "gavel-audit-"));

beforeAll(async () => {
  http = await HttpService.start();
  const scopes = ["policies:write", "policies:read", "classify"];
  author = (await (await http.call("/keys", { json: { name: "author", scopes } })).json()) as CreatedKey;
});
afterAll(async () => {
  await http.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function entries(query = ""): Promise<AuditEntry[]> {
  const response = await http.call(`/audit?order=asc&limit=1000${query}`);
  const validation = compileValidator<AuditPage>(auditPageSchema)(await response.json());
  if (!validation.ok) throw new Error(JSON.stringify(validation.faults));
  return validation.value.data;
}

const gavel = (...argv: string[]): Promise<CliOutcome> => http.gavel(argv);

describe("the audit log", () => {
  it("records which key uploaded, activated and archived a policy", async () => {
    const { key, id } = author;
    const markdown = { key, headers: { "content-type": "text/markdown" } };
    await http.call("/policies/audited", { ...markdown, method: "PUT", body: "# A\n\nSP2 Spam.\n" });
    await http.call("/policies/audited", { ...markdown, method: "PUT", body: POLICY_2 });
    await http.call("/policies/audited/activate", { key, json: { version: 2 } });
    await http.call("/policies/audited", { method: "DELETE" });
    const found = await entries("&subject=/policies/audited");
    expect(found.map(({ action, actor }) => [action, actor === id])).toEqual([
      ["policy.uploaded", true],
      ["policy.activated", true],
      ["policy.uploaded", true],
      ["policy.activated", true],
      ["policy.archived", false],
    ]);
  });

  it("records the use of each key once", async () => {
    for (let request = 0; request < 5; request += 1) await http.call("/policies", { key: author.key });
    await eventually(async () => {
      expect((await entries(`&actor=${author.id}&action=key.used`)).length).toBe(1);
    });
    expect((await entries("&action=key.used")).map(({ subject }) => subject)).toContain(`/keys/${author.id}`);
  });

  it("records erasures and keys, and contains neither content nor keys nor names", async () => {
    await http.putPolicy("spam");
    const json = { content: "the secret content", policy_id: "spam", external_id: "their-id" };
    const record = (await (await http.call("/classify", { json })).json()) as VerdictRecord;
    await http.call(`/verdicts/${record.id}`, { method: "DELETE" });
    await http.call(`/keys/${author.id}`, { method: "DELETE" });
    const all = await entries();
    expect(all.map(({ action, subject }) => `${action} ${subject}`)).toEqual(
      expect.arrayContaining([
        `verdict.erased /verdicts/${record.id}`,
        `key.created /keys/${author.id}`,
        `key.revoked /keys/${author.id}`,
      ]),
    );
    const text = JSON.stringify(all);
    for (const word of ["secret", "their-id", author.key, ADMIN_KEY, '"author"']) {
      expect(text).not.toContain(word);
    }
  });

  it("is listed newest first, page by page", async () => {
    const all = await entries();
    const seen: AuditEntry[] = [];
    for (let after = ""; ;) {
      const page = (await (await http.call(`/audit?limit=2${after}`)).json()) as AuditPage;
      seen.push(...page.data);
      if (!page.has_more) break;
      after = `&after=${page.next_cursor}`;
    }
    expect(seen.toReversed()).toEqual(all);
    const between = `&since=${all[1]?.at}&until=${all.at(-1)?.at}`;
    expect((await entries(between)).length).toBeLessThan(all.length);
  });

  it.each([
    ["after=x", "/after"],
    ["after=99999999999999999999", "/after"],
    ["limit=0", "/limit"],
    ["limit=1001", "/limit"],
    ["order=up", "/order"],
    ["action=content.read%00", "/action"],
    ["subject=spam", "/subject"],
    ["subject=/a%00b", "/subject"],
    ["actor=%00", "/actor"],
    ["since=yesterday", "/since"],
    ["since=2026-02-30T00:00:00Z", "/since"],
    ["until=2026-12-31T23:59:60Z", "/until"],
    ["nothing=1", "/nothing"],
  ])("refuses the query %s", async (query, pointer) => {
    const problem = await problemOf(await http.call(`/audit?${query}`));
    expect(problem.code).toBe("invalid_request");
    expect(problem.errors?.map((error) => error.pointer)).toEqual([pointer]);
  });

  it.each([
    "since=0000-01-01T00:00:00Z",
    "until=9999-12-31T23:59:59.999Z",
    "since=2026-01-01T00:00:00%2B14:00",
  ])("accepts the unusual time %s", async (query) =>
    expect((await http.call(`/audit?${query}`)).status).toBe(200),
  );

  it("is checked by the service", async () => {
    const response = await http.call("/audit/verify");
    const validation = compileValidator<AuditVerification>(auditVerificationSchema)(await response.json());
    expect(validation).toMatchObject({ ok: true, value: { valid: true } });
  });
});

describe("gavel audit", () => {
  it("lists, exports and verifies, with the service and without it", async () => {
    expect((await gavel("audit", "list", "--action", "policy.activated")).stdout).toContain(
      "/policies/audited",
    );
    const exported = await gavel("audit", "export");
    const file = join(directory, "audit.jsonl");
    writeFileSync(file, exported.stdout);

    const online = await gavel("audit", "verify");
    expect(online).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Valid: \d+ entries/) });
    const offline = await gavel("audit", "verify", file, "--url", "http://127.0.0.1:1");
    expect(offline).toEqual({ ...online, stderr: "" });
    const head = /Head: (\S+)/.exec(offline.stdout)?.[1] ?? "";
    expect((await gavel("audit", "verify", file, "--head", head)).code).toBe(0);

    const lines = exported.stdout.trimEnd().split("\n");
    writeFileSync(file, lines.slice(0, -1).join("\n"));
    expect(await gavel("audit", "verify", file, "--head", head)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("is missing"),
    });
    writeFileSync(file, lines.join("\n").replace('"version":2', '"version":3'));
    const changed = await gavel("audit", "verify", file, "--json");
    expect(changed.code).toBe(1);
    expect(JSON.parse(changed.stdout)).toMatchObject({ valid: false, fault: { reason: "changed" } });
  });

  it("reports errors in its arguments and files", async () => {
    const file = join(directory, "other.jsonl");
    writeFileSync(file, '{"position":1}\n');
    expect(await gavel("audit", "verify", file)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("line 1 is not an audit entry"),
    });
    writeFileSync(file, "nonsense");
    expect((await gavel("audit", "verify", file)).stderr).toContain("line 1 is not valid JSON");
    expect((await gavel("audit", "verify", "--head", "7")).code).toBe(2);
    expect((await gavel("audit", "list", "--action", "anything")).code).toBe(2);
    expect((await gavel("audit", "verify", "a", "b")).code).toBe(2);
  });
});
