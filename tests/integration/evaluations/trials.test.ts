import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { VerdictPage } from "../../../schemas/page.ts";
import {
  type DisagreementPage,
  disagreementPageSchema,
  type Trial,
  type TrialPage,
  trialPageSchema,
  trialSchema,
} from "../../../schemas/trial.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import { eventually } from "../../helpers/eventually.ts";
import { ReadingEngine } from "../http/reading-engine.ts";
import { type CliOutcome, HttpService, problemOf } from "../http/service.ts";

/** Finds each "WIN", and each "WON" too if the policy is the wide one. */
const reader = (): ReadingEngine =>
  new ReadingEngine((text, content) => {
    const isWide = text.includes("WIDE");
    const violates = content.includes("WIN") || (isWide && content.includes("WON"));
    return {
      violation: violates ? 1 : 0,
      policy_category: violates ? "SP2" : null,
      rationale: isWide ? "By the wide policy." : "By the narrow policy.",
    };
  });

const policy = (words: string): string =>
  `---\ncache_ttl_seconds: 3600\ncategories: [{ code: SP2 }]\n---\n# Spam\n\nSP2 Offers of prizes. ${words}\n`;

let http: HttpService;
beforeAll(async () => {
  http = await HttpService.start({}, reader());
  for (const id of ["shadowed", "replayed", "commanded"]) {
    await http.putVersion(id, policy("NARROW."));
    await http.putVersion(id, policy("WIDE."));
  }
});
afterAll(() => http.stop());

async function read<T>(response: Promise<Response>, schema: object, status = 200): Promise<T> {
  const got = await response;
  const body: unknown = await got.json();
  expect(got.status, JSON.stringify(body)).toBe(status);
  const validation = compileValidator<T>(schema)(body);
  if (!validation.ok) throw new Error(JSON.stringify(validation.faults));
  return validation.value;
}

async function classify(policyId: string, content: string): Promise<VerdictRecord> {
  const response = await http.call("/classify", { json: { content, policy_id: policyId } });
  expect(response.status).toBe(200);
  return (await response.json()) as VerdictRecord;
}

const getTrial = (id: string, query = ""): Promise<Trial> =>
  read(http.call(`/trials/${id}${query}`), trialSchema);

const records = async (policyId: string): Promise<VerdictRecord[]> =>
  ((await (await http.call(`/verdicts?policy_id=${policyId}&limit=200`)).json()) as VerdictPage).data;

describe("a shadow", () => {
  it("judges live items too, is visible only in its report, and stops", async () => {
    const before = await classify("shadowed", "WON before the start");
    const json = { version: 2, share: 1 };
    const started = await http.call("/policies/shadowed/shadow", { json });
    expect(started.status).toBe(202);
    const { id } = (await started.clone().json()) as Trial;
    expect(started.headers.get("location")).toBe(`/trials/${id}`);
    expect((await problemOf(await http.call("/policies/shadowed/shadow", { json }))).code).toBe(
      "shadow_running",
    );

    const live = [
      await classify("shadowed", "WIN"),
      await classify("shadowed", "WON"),
      await classify("shadowed", "hello"),
    ];
    expect(live.map(({ verdict }) => verdict?.rationale)).toEqual(Array(3).fill("By the narrow policy."));
    const trial = await eventually(async () => {
      const seen = await getTrial(id, "?by=hour");
      expect(seen.judged).toBe(3);
      return seen;
    });
    expect(trial).toMatchObject({
      ...{ kind: "shadow", status: "running", seen: 3, items: 3, waiting: 0 },
      report: { disagreements: { count: 1, total: 3 }, only_candidate: 1, only_live: 0 },
    });
    expect(trial.report?.disagreements.interval?.high).toBeLessThan(0.9);
    const disagreements = await read<DisagreementPage>(
      http.call(`/trials/${id}/disagreements`),
      disagreementPageSchema,
    );
    expect(disagreements).toMatchObject({
      has_more: false,
      data: [
        {
          ...{ verdict_id: live[1]?.id, kind: "only_candidate" },
          live: { version: 1, violation: 0, rationale: "By the narrow policy." },
          candidate: { version: 2, violation: 1, rationale: "By the wide policy." },
        },
      ],
    });

    expect((await records("shadowed")).map((record) => record.id)).toEqual(
      [before, ...live].map((record) => record.id),
    );
    const own = { content: "WON", policy_id: "shadowed", policy_version: 2 };
    expect(await (await http.call("/classify", { json: own })).json()).toMatchObject({ cached_from: null });
    const metrics = await (await http.call("/metrics")).text();
    expect(metrics).toMatch(
      /gavel_verdicts_total\{[^}]*policy="shadowed"[^}]*outcome="violation"[^}]*\} 2\n/,
    );

    const stopped = await read<Trial>(http.call(`/trials/${id}/stop`, { method: "POST" }), trialSchema);
    expect(stopped.status).toBe("stopped");
    await classify("shadowed", "WON after the stop");
    expect(await getTrial(id)).toMatchObject({ items: 3, status: "stopped" });
  });

  it("samples a share, and refuses what it cannot do", async () => {
    const start = (json: object, id = "shadowed"): Promise<Response> =>
      http.call(`/policies/${id}/shadow`, { json });
    for (const [json, code] of [
      [{ version: 2 }, "invalid_request"],
      [{ version: 2, share: 0 }, "invalid_request"],
      [{ version: 2, share: 1.1 }, "invalid_request"],
      [{ version: 9, share: 1 }, "policy_version_not_found"],
    ] as const) {
      expect((await problemOf(await start(json))).code).toBe(code);
    }
    expect((await problemOf(await start({ version: 1, share: 1 }, "nowhere"))).code).toBe("policy_not_found");
    const unknown = "/trials/019aab5e-aa10-7f31-9b52-7c1d2e3f4a5b";
    for (const path of [unknown, `${unknown}/disagreements`, "/trials/x"]) {
      expect((await problemOf(await http.call(path))).code).toBe("trial_not_found");
    }
  });
});

describe("a replay", () => {
  it("judges recent records again, and does not change them", async () => {
    const none = await http.call("/policies/replayed/replay", { json: { version: 2 } });
    expect((await problemOf(none)).code).toBe("nothing_to_replay");
    for (const content of ["WIN", "WON", "hello", "WON again"]) await classify("replayed", content);
    const before = await records("replayed");
    const started = await read<Trial>(
      http.call("/policies/replayed/replay", { json: { version: 2, limit: 3 } }),
      trialSchema,
      202,
    );
    const ended = await eventually(async () => {
      const trial = await getTrial(started.id);
      expect(trial.ended_at).not.toBeNull();
      return trial;
    });
    expect(ended).toMatchObject({
      ...{ kind: "replay", status: "completed", items: 3, judged: 3, failed: 0 },
      report: { disagreements: { count: 2, total: 3 }, only_candidate: 2 },
    });
    expect(await records("replayed")).toEqual(before);
    const list = await read<TrialPage>(http.call("/trials?policy_id=replayed"), trialPageSchema);
    expect(list.data.map(({ id }) => id)).toEqual([started.id]);
  });
});

describe("the commands", () => {
  const gavel = (...argv: string[]): Promise<CliOutcome> => http.gavel(argv);

  it("start, report and stop a shadow, and replay", async () => {
    expect((await gavel("shadow", "stop", "commanded")).stderr).toContain("has had no shadow");
    expect((await gavel("shadow", "start", "commanded@2", "--share", "2")).code).toBe(2);
    expect((await gavel("shadow", "start", "commanded", "--share", "1")).code).toBe(2);
    const started = await gavel("shadow", "start", "commanded@2", "--share", "1");
    expect(started).toMatchObject({ code: 0, stdout: expect.stringMatching(/^[0-9a-f-]{36}\n$/) });
    await classify("commanded", "WON");
    await eventually(async () => {
      const { stdout } = await gavel("shadow", "report", "commanded");
      expect(stdout).toContain("violation by the candidate only: 1");
      expect(stdout).toMatch(/candidate +violation SP2 +By the wide policy\./);
    });
    expect((await gavel("shadow", "stop", "commanded")).stdout).toContain("has judged 1 items");
    const replay = await gavel("replay", "commanded@2");
    expect(replay).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("disagreements  1 of 1: 100.0 %"),
    });
    expect((await gavel("replay", "commanded@2", "--since", "yesterday")).code).toBe(2);
  });
});
