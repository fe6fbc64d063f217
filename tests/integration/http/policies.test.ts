import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type PolicyPage,
  policyPageSchema,
  type PolicyVersionPage,
  policyVersionPageSchema,
} from "../../../schemas/page.ts";
import {
  MAX_POLICY_BYTES,
  type PolicyResource,
  policySchema,
  type PolicyVersionResource,
  policyVersionResourceSchema,
} from "../../../schemas/policy.ts";
import { type PolicyLint, policyLintSchema } from "../../../schemas/policy-lint.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import { HttpService, POLICY, POLICY_2, problemOf, rawGet } from "./service.ts";

let http: HttpService;
beforeAll(async () => {
  http = await HttpService.start();
});
afterAll(() => http.stop());

function checked<T>(schema: object, value: unknown): T {
  const validation = compileValidator<T>(schema)(value);
  if (!validation.ok) throw new Error(JSON.stringify(validation.faults));
  return validation.value;
}

const getPolicy = async (id: string): Promise<PolicyResource> =>
  checked(policySchema, await (await http.call(`/policies/${id}`)).json());

describe("POST /policies/lint", () => {
  async function lint(body: string, key?: string): Promise<PolicyLint> {
    const init = {
      body,
      headers: { "content-type": "text/markdown" },
      ...(key === undefined ? {} : { key }),
    };
    const response = await http.call("/policies/lint", init);
    expect(response.status).toBe(200);
    return checked(policyLintSchema, await response.json());
  }

  it("says what was found, with position and an alternative wording, to a key that may read policies", async () => {
    const report = await lint("# Chat\n\n- V1: usually\n", await http.createKey("policies:read"));
    expect(report.runnable).toBe(true);
    expect(report.findings.find(({ rule }) => rule === "hedge")).toEqual({
      rule: "hedge",
      severity: "warning",
      message: expect.stringContaining("“usually” leaves the decision open"),
      range: { line: 3, column: 7, end_line: 3, end_column: 14 },
      suggestion: expect.stringContaining("name the exception"),
    });
    expect(report.tokens).toMatchObject({ policy: expect.any(Number), cost_per_1000_items: null });
    expect(report.tokens?.prompt).toBeGreaterThan(report.tokens?.policy ?? 0);
  });

  it("returns what an upload would be refused for, with its line", async () => {
    const report = await lint("---\ntitle: 7\n---\nText\n");
    expect(report).toMatchObject({ runnable: false, tokens: null });
    expect(report.findings[0]).toMatchObject({
      rule: "front-matter-invalid",
      severity: "error",
      range: { line: 2 },
    });
    const long = await lint("one more word ".repeat(14_000));
    expect(long.findings.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(["policy-too-long", "text-long"]),
    );
  });

  it("stores nothing and logs nothing of the text", async () => {
    const before = await (await http.call("/policies?include_archived=true")).text();
    await lint("# A unique word: qwertzuiop\n");
    expect(await (await http.call("/policies?include_archived=true")).text()).toBe(before);
    expect((await http.call("/policies/lint")).status).toBe(404);
    expect(http.log).not.toContain("qwertzuiop");
  });

  it("keeps the id lint available for a policy", async () => {
    expect((await http.putPolicy("lint")).status).toBe(201);
    expect(await getPolicy("lint")).toMatchObject({ id: "lint" });
    expect((await lint(POLICY)).runnable).toBe(true);
  });

  it("refuses another media type and a body over the limit", async () => {
    expect((await problemOf(await http.call("/policies/lint", { json: {} }))).code).toBe(
      "unsupported_media_type",
    );
    const body = "x".repeat(MAX_POLICY_BYTES + 1);
    const long = await http.call("/policies/lint", { body, headers: { "content-type": "text/markdown" } });
    expect((await problemOf(long)).code).toBe("body_too_large");
  });
});

describe("PUT /policies/{id}", () => {
  it("creates versions, and recognises the same bytes", async () => {
    const first = await http.putPolicy("versions");
    expect(first.status).toBe(201);
    expect(first.headers.get("location")).toBe("/policies/versions/versions/1");
    const version = checked<PolicyVersionResource>(policyVersionResourceSchema, await first.json());
    expect(version).toMatchObject({ policy_id: "versions", version: 1, active: true, title: "Spam" });
    expect(version.sha256).toBe(createHash("sha256").update(POLICY).digest("hex"));
    expect(version.tokens).toBeGreaterThan(10);
    expect(version.tokens).toBeLessThan(40);

    const again = await http.putPolicy("versions");
    expect(again.status).toBe(200);
    expect(again.headers.get("etag")).toBe(first.headers.get("etag"));
    const second = await http.putPolicy("versions", POLICY_2);
    expect(second.status).toBe(201);
    expect(second.headers.get("etag")).not.toBe(first.headers.get("etag"));
    expect(await second.json()).toMatchObject({ version: 2, active: false });
    expect(await getPolicy("versions")).toMatchObject({ active_version: 1, latest_version: 2 });
  });

  it("reports what was inferred and what to check, and accepts the front matter that it shows", async () => {
    const text =
      "# Chat\n\n- V0: Fine\n- V1: Threats, usually\n- V2: Spam TODO\n\nAnswer only with VALID or INVALID.\n";
    const stored = await http.putPolicy("inferred", text);
    const version = checked<PolicyVersionResource>(policyVersionResourceSchema, await stored.json());
    expect(version.inferred).toMatchObject({ categories: true, rules: false });
    expect(version.findings.map(({ rule, range }) => [rule, range?.line ?? null])).toEqual([
      ["codes-inferred", null],
      ["no-rules", null],
      ["section-missing", null],
      ["escalation-missing", null],
      ["precedence-missing", null],
      ["hedge", 4],
      ["unfinished", 5],
      ["output-format-requested", 7],
    ]);
    const declared = await http.putPolicy("inferred", `${version.inferred?.front_matter ?? ""}${text}`);
    const next = checked<PolicyVersionResource>(policyVersionResourceSchema, await declared.json());
    expect(next).toMatchObject({ inferred: null, categories: version.categories });
    expect(next.findings.map(({ rule }) => rule)).not.toContain("codes-inferred");
  });

  it("names the policy that does not exist", async () => {
    await http.putPolicy("spam");
    for (const path of ["/policies/nowhere", "/policies/nowhere/versions", "/policies/nowhere/versions/1"]) {
      expect((await problemOf(await http.call(path))).detail).toContain("nowhere");
    }
    const policy_ids = ["spam", "nowhere"];
    const problem = await problemOf(await http.call("/classify", { json: { content: "x", policy_ids } }));
    expect(problem).toMatchObject({ code: "policy_not_found", detail: expect.stringContaining("nowhere") });
  });

  it("refuses a policy that can never be used, with the location and the reason", async () => {
    const schema =
      '{"type": "object", "additionalProperties": false, "required": ["violation", "rationale", "x"], "properties": ' +
      '{"violation": {"enum": [0, 1]}, "rationale": {"type": "string"}, "x": {"type": "string", "anyOf": [{"type": "null"}]}}}';
    const empty = await http.putPolicy("never", `---\noutput_schema: ${schema}\n---\nText\n`);
    expect(await problemOf(empty)).toMatchObject({
      status: 422,
      code: "invalid_policy",
      errors: [{ pointer: "/output_schema/properties/x", message: expect.stringContaining("no value") }],
    });
    const long = await http.putPolicy("never", "one more word ".repeat(14_000));
    expect(await problemOf(long)).toMatchObject({
      code: "invalid_policy",
      errors: [{ pointer: "", message: expect.stringMatching(/a prompt of \d+ tokens/) }],
    });
    expect((await http.call("/policies/never")).status).toBe(404);
  });

  it("guards against lost updates with If-Match", async () => {
    const etag = (await http.putPolicy("guarded")).headers.get("etag") ?? "";
    expect((await http.call("/policies/guarded")).headers.get("etag")).toBe(etag);
    const updated = await http.putPolicy("guarded", POLICY_2, { "if-match": etag });
    expect(updated.status).toBe(201);
    for (const stale of [
      etag,
      '"nothing"',
      `W/${updated.headers.get("etag") ?? ""}`,
      "junk",
      `${etag}, "x"`,
    ]) {
      const refused = await http.putPolicy("guarded", `${POLICY}more`, { "if-match": stale });
      expect(refused.status, stale).toBe(412);
      expect((await problemOf(refused)).code).toBe("precondition_failed");
    }
    const current = updated.headers.get("etag") ?? "";
    expect((await http.putPolicy("guarded", `${POLICY}3`, { "if-match": `"x", ${current}` })).status).toBe(
      201,
    );
    expect((await http.putPolicy("guarded", `${POLICY}4`, { "if-match": "*" })).status).toBe(201);
    expect((await http.putPolicy("absent", POLICY, { "if-match": "*" })).status).toBe(412);
    expect((await http.putPolicy("absent", POLICY, { "if-match": '"a", "b"' })).status).toBe(412);
    expect((await http.call("/policies/absent")).status).toBe(404);
  });

  it("accepts 200 KiB and refuses one byte more", async () => {
    const header = "# Long\n\n";
    // A run of spaces is one token: the text has many bytes and few tokens.
    const exact = `${header}x`.padEnd(MAX_POLICY_BYTES);
    expect((await http.putPolicy("long", exact)).status).toBe(201);
    const refused = await http.putPolicy("long", `${exact}y`);
    expect(refused.status).toBe(413);
    expect((await problemOf(refused)).code).toBe("body_too_large");
  });

  it.each([
    ["unsupported_media_type", POLICY, { "content-type": "application/json" }],
    ["unsupported_media_type", POLICY, { "content-type": "text/plain" }],
    ["unsupported_media_type", POLICY, { "content-type": "text/markdown; charset=latin1" }],
    ["not_utf8", new Uint8Array([35, 32, 0xff]), {}],
    ["invalid_policy", "", {}],
    ["invalid_policy", "   \n", {}],
    ["invalid_policy", "# a\u0000b", {}],
    ["invalid_policy", "---\ntitle: [secretwords\n---\n# x", {}],
    ["invalid_policy", "---\ncolour: secretwords\n---\n# x", {}],
    ["invalid_policy", "---\noutput_schema: {type: object}\n---\n# x", {}],
  ])("returns %s for %j", async (code, text, headers) => {
    const response = await http.putPolicy("refused", text, headers);
    const problem = await problemOf(response);
    expect(problem.code).toBe(code);
    expect(JSON.stringify(problem)).not.toContain("secretwords");
  });

  it.each(["Upper", "a%20b", "%00", "..%2f", "x".repeat(65), "é", "-a", "a%0a"])(
    "refuses the id %s",
    async (id) => {
      expect((await problemOf(await http.putPolicy(id))).code).toBe("invalid_request");
    },
  );

  it("accepts front matter, CRLF and a byte order mark, and returns the same bytes", async () => {
    const text = "\uFEFF---\r\ntitle: Ünïcode 🦉\r\n---\r\n# Policy\r\n\r\nSP1 Fine.\r\n";
    const put = await http.putPolicy("exact", text);
    expect(put.status).toBe(201);
    const response = await http.call("/policies/exact/versions/1", { headers: { accept: "text/markdown" } });
    expect(response.headers.get("content-type")).toBe("text/markdown; charset=utf-8");
    expect(response.headers.get("vary")).toBe("Accept");
    expect(Buffer.from(await response.arrayBuffer()).equals(Buffer.from(text))).toBe(true);
  });

  it("shows review rules and whether the content may be distressing (default: no)", async () => {
    const sensitive = `---\nsensitive: true\nreview: { score_between: [0.3, 0.7] }\n---\n${POLICY}`;
    const versions = [await http.putPolicy("marked", POLICY), await http.putPolicy("marked", sensitive)];
    const shown = await Promise.all(
      versions.map(async (response) =>
        checked<PolicyVersionResource>(policyVersionResourceSchema, await response.json()),
      ),
    );
    expect(shown.map(({ sensitive: marked, review }) => ({ marked, review }))).toEqual([
      { marked: false, review: null },
      { marked: true, review: { score_between: [0.3, 0.7] } },
    ]);
    // The active version, which is still the first one.
    const policy = async (): Promise<unknown> => (await http.call("/policies/marked")).json();
    expect(await policy()).toMatchObject({ active_version: 1, sensitive: false });
    await http.call("/policies/marked/activate", { json: { version: 2 } });
    expect(await policy()).toMatchObject({ active_version: 2, sensitive: true });
  });
});

describe("reading policies", () => {
  beforeAll(async () => {
    await http.putPolicy("read");
    await http.putPolicy("read", POLICY_2);
  });

  it("lists policies and versions", async () => {
    const page = checked<PolicyPage>(policyPageSchema, await (await http.call("/policies")).json());
    expect(page.data.map(({ id }) => id)).toContain("read");
    const versions = await http.call("/policies/read/versions");
    const { data } = checked<PolicyVersionPage>(policyVersionPageSchema, await versions.json());
    expect(data.map(({ version, active }) => [version, active])).toEqual([
      [1, true],
      [2, false],
    ]);
  });

  it("chooses the representation by Accept", async () => {
    const as = (accept: string): Promise<Response> =>
      http.call("/policies/read/versions/1", { headers: { accept } });
    expect(checked(policyVersionResourceSchema, await (await as("*/*")).json())).toMatchObject({
      version: 1,
    });
    expect(await (await as("text/markdown;q=0.9, application/json;q=0.1")).text()).toBe(POLICY);
    expect((await problemOf(await as("text/html"))).code).toBe("not_acceptable");
  });

  it("returns 304 on each, by the tag of its own representation", async () => {
    for (const path of [
      "/policies",
      "/policies/read",
      "/policies/read/versions",
      "/policies/read/versions/1",
    ]) {
      const etag = (await http.call(path)).headers.get("etag") ?? "";
      expect(etag).not.toBe("");
      expect((await http.call(path, { headers: { "if-none-match": etag } })).status, path).toBe(304);
    }
    const json = (await http.call("/policies/read/versions/1")).headers.get("etag") ?? "";
    const markdown = { accept: "text/markdown", "if-none-match": json };
    expect((await http.call("/policies/read/versions/1", { headers: markdown })).status).toBe(200);
  });

  it("refuses an unknown parameter", async () => {
    expect((await problemOf(await http.call("/policies?archived=1"))).errors?.[0]?.pointer).toBe("/archived");
    expect((await problemOf(await http.call("/policies?include_archived=1"))).errors?.[0]?.pointer).toBe(
      "/include_archived",
    );
  });

  it.each(["nowhere", "%00", "..%2f..%2fx", "x".repeat(3000), "READ"])(
    "does not find the policy %s",
    async (id) => {
      for (const path of ["", "/versions", "/versions/1"]) {
        const { status, body } = await rawGet(http.url, `/policies/${id}${path}`);
        expect(status).toBe(404);
        expect((JSON.parse(body) as { code: string }).code).toMatch(/^policy(_version)?_not_found$/);
      }
    },
  );

  it.each(["0", "3", "-1", "1.0", "01", "latest", "9999999999999999999", "%00"])(
    "does not find the version %s",
    async (version) => {
      expect((await problemOf(await http.call(`/policies/read/versions/${version}`))).code).toBe(
        "policy_version_not_found",
      );
    },
  );
});

describe("activating and archiving", () => {
  it("switches to another version and back", async () => {
    await http.putPolicy("active");
    await http.putPolicy("active", POLICY_2);
    const before = (await http.call("/policies/active")).headers.get("etag");
    const response = await http.call("/policies/active/activate", { json: { version: 2 } });
    expect(response.status).toBe(200);
    expect(response.headers.get("etag")).not.toBe(before);
    expect(await response.json()).toMatchObject({ active_version: 2, latest_version: 2 });
    expect(
      await (await http.call("/policies/active/activate", { json: { version: 1 } })).json(),
    ).toMatchObject({ active_version: 1 });
    for (const [json, code] of [
      [{ version: 3 }, "policy_version_not_found"],
      [{ version: "1" }, "invalid_request"],
      [{ version: 0 }, "invalid_request"],
      [{ version: 2_147_483_648 }, "invalid_request"],
      [{}, "invalid_request"],
    ] as const) {
      expect((await problemOf(await http.call("/policies/active/activate", { json }))).code).toBe(code);
    }
    expect(
      (await problemOf(await http.call("/policies/nowhere/activate", { json: { version: 1 } }))).code,
    ).toBe("policy_not_found");
  });

  it("hides an archived policy, keeps its versions, and restores it", async () => {
    await http.putPolicy("archived");
    expect((await http.call("/policies/archived", { method: "DELETE" })).status).toBe(204);
    expect((await http.call("/policies/archived", { method: "DELETE" })).status).toBe(204);
    const ids = async (query: string): Promise<string[]> =>
      ((await (await http.call(`/policies${query}`)).json()) as PolicyPage).data.map(({ id }) => id);
    expect(await ids("")).not.toContain("archived");
    expect(await ids("?include_archived=true")).toContain("archived");
    expect((await http.call("/policies/archived/versions/1")).status).toBe(200);
    const refused = await http.call("/policies/archived/activate", { json: { version: 1 } });
    expect((await problemOf(refused)).code).toBe("policy_archived");
    expect((await http.putPolicy("archived")).status).toBe(200);
    expect(await ids("")).toContain("archived");
    expect((await problemOf(await http.call("/policies/nowhere", { method: "DELETE" }))).code).toBe(
      "policy_not_found",
    );
  });
});
