import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { trialReport } from "../../../evaluation/trials/trial-report.ts";
import { evaluationJobId } from "../../../service/evaluations/job-id.ts";
import { reportOf } from "../../../service/evaluations/report.ts";
import type { NewTrial } from "../../../service/evaluations/trial-store.ts";
import { rowsOf } from "../../../service/storage/database/database.ts";
import { newCompletion, newItem, newPolicy, sha256, uuidv7, violating } from "../../helpers/stores.ts";
import type { StoresUnderTest } from "./stores-under-test.ts";
import { newWebhook } from "./webhook-cases.ts";

const EVERYTHING = (): boolean => true;

/** Shadows and replays on the database. Each case ends its own, so that later dispatches find nothing. */
export function trialStoreCases(stores: () => StoresUnderTest): void {
  async function newTrial(limit = 100): Promise<NewTrial> {
    const policyId = `tried-${uuidv7()}`;
    await stores().policies.put(policyId, newPolicy());
    const candidate = {
      policyId,
      policyVersion: 2,
      policySha256: sha256("candidate"),
      reasoningEffort: "low",
      cacheTtlSeconds: 0,
    } as const;
    return { id: uuidv7(), candidate, limit, keyId: "k1", createdAt: new Date() };
  }

  /** A live record of version 1, judged as a violation or not. */
  async function settle(
    trial: NewTrial,
    content: string,
    isViolation: boolean,
    version = 1,
  ): Promise<string> {
    const { verdicts } = stores();
    const item = newItem({ policyId: trial.candidate.policyId, policyVersion: version, content });
    await verdicts.create([item]);
    await verdicts.complete(item.id, isViolation ? violating() : newCompletion());
    return item.id;
  }

  /** Judges the waiting items; one is a violation if its content says so. Returns the contents. */
  async function judgeAll(): Promise<readonly string[]> {
    const { evaluations, evaluationWork } = stores();
    const contents: string[] = [];
    for (;;) {
      const ids = await evaluations.dispatch(10);
      if (ids.length === 0) return contents;
      for (const id of ids) {
        const job = evaluationJobId(id);
        const item = await evaluationWork.begin(job);
        if (item === null) continue;
        const content = JSON.stringify(item.content);
        contents.push(content);
        await evaluationWork.complete(job, content.includes("bad") ? violating() : newCompletion());
      }
    }
  }

  async function end(id: string): Promise<void> {
    const { trials, evaluations } = stores();
    await trials.stop(id, "k2");
    await evaluations.finish(id, await reportOf(evaluations, id, null));
  }

  async function feedAll(id: string, sample: (verdictId: string) => boolean = EVERYTHING): Promise<number> {
    const { trials, elsewhere } = stores();
    const fed = await Promise.all([
      trials.feed(id, (_, verdictId) => sample(verdictId)),
      elsewhere.trials.feed(id, (_, verdictId) => sample(verdictId)),
    ]);
    return fed.reduce((sum, { added }) => sum + added, 0);
  }

  describe("shadows", () => {
    it("samples live verdicts of other versions from its start, each once, and compares both", async () => {
      const { trials, verdicts, evaluations } = stores();
      const trial = await newTrial();
      await settle(trial, "before the start, bad", true);
      await trials.startShadow({ ...trial, share: 0.5 });
      const agreed = await settle(trial, "bad one", true);
      const missed = await settle(trial, "a harmless one", true);
      const found = await settle(trial, "bad two", false);
      const unsampled = await settle(trial, "bad three", false);
      await settle(trial, "judged by the candidate, bad", true, 2);
      await verdicts.create([newItem({ policyId: trial.candidate.policyId })]);
      expect(await trials.listSampling()).toContain(trial.id);
      expect(await feedAll(trial.id, (id) => id !== unsampled)).toBe(3);
      expect(await feedAll(trial.id)).toBe(0);
      expect((await judgeAll()).toSorted()).toEqual(['"a harmless one"', '"bad one"', '"bad two"']);

      const shown = await trials.get(trial.id);
      expect(shown).toMatchObject({
        ...{ kind: "shadow", status: "running", share: 0.5, limit: 100, key_id: "k1" },
        policy: { id: trial.candidate.policyId, version: 2, sha256: sha256("candidate") },
        ...{ seen: 4, items: 3, judged: 3, failed: 0, waiting: 0, ended_at: null },
      });
      const report = trialReport(await trials.outcomes(trial.id, "hour"));
      expect(report).toMatchObject({
        disagreements: { count: 2, total: 3 },
        ...{ only_live: 1, only_candidate: 1, other_category: 0 },
      });
      expect(report.over_time[0]?.from).toMatch(/^\d{4}-\d\d-\d\dT\d\d:00:00\.000Z$/);
      expect(trialReport(await trials.outcomes(trial.id, "day")).over_time[0]?.from).toMatch(
        /T00:00:00\.000Z$/,
      );
      const { items, hasMore, next } = await trials.disagreements(trial.id, { after: null, limit: 1 });
      expect({ items, hasMore }).toMatchObject({
        hasMore: true,
        items: [
          {
            ...{ verdict_id: found, kind: "only_candidate" },
            live: { version: 1, violation: 0, policy_category: null, rationale: "It breaks no rule." },
            candidate: { version: 2, violation: 1, policy_category: "SP2", rationale: "An advert." },
          },
        ],
      });
      const rest = await trials.disagreements(trial.id, { after: next, limit: 10 });
      expect(rest).toMatchObject({ hasMore: false, items: [{ verdict_id: missed, kind: "only_live" }] });
      expect((await verdicts.get(agreed))?.policy.version).toBe(1);
      expect(await evaluations.items(trial.id, { reasoning: true, after: 0, limit: 10 })).toBeNull();
      await end(trial.id);
      expect(await trials.get(trial.id)).toMatchObject({ status: "stopped", judged: 3 });
      expect(await trials.listSampling()).not.toContain(trial.id);
      expect(await feedAll(trial.id)).toBe(0);
    });

    it("adds nothing that callers see: no records, counts, events or deliveries, and no verdict to reuse", async () => {
      const { trials, verdicts, webhooks } = stores();
      const trial = await newTrial();
      const webhook = newWebhook();
      await webhooks.create(webhook, 1000);
      await trials.startShadow({ ...trial, share: 1 });
      await settle(trial, "bad", false);
      const { policyId } = trial.candidate;
      const listed = async (): Promise<unknown> =>
        (await verdicts.list({ filter: { policyId }, limit: 10, order: "asc" })).records;
      const state = async (): Promise<unknown> => [
        await listed(),
        await verdicts.countUnsettled(),
        await webhooks.countPending(),
      ];
      const before = await state();
      const settled: string[] = [];
      const stopListening = verdicts.onSettled((ids) => settled.push(...ids));
      await feedAll(trial.id);
      await judgeAll();
      expect(await state()).toEqual(before);
      await webhooks.delete(webhook.id);
      const next = newItem({ policyId, policyVersion: 2, content: "bad", reuseSince: new Date(0) });
      expect((await verdicts.create([next])).records[0]).toMatchObject({
        status: "queued",
        cached_from: null,
      });
      await verdicts.complete(next.id, newCompletion());
      stopListening();
      // Announcements of earlier records may still arrive; none is about an item of the trial, which is not a record.
      for (const id of settled) expect(await verdicts.get(id)).not.toBeNull();
      await end(trial.id);
    });

    it("ends at its limit, and is the only one of its policy until then", async () => {
      const { trials, elsewhere, evaluations } = stores();
      const trial = await newTrial(2);
      await trials.startShadow({ ...trial, share: 1 });
      const second = { ...trial, id: uuidv7(), share: 1 };
      await expect(elsewhere.trials.startShadow(second)).rejects.toMatchObject({ code: "shadow_running" });
      for (const content of ["one", "two", "three"]) await settle(trial, content, false);
      expect(await feedAll(trial.id)).toBe(2);
      expect(await judgeAll()).toEqual(['"one"', '"two"']);
      await evaluations.finish(trial.id, await reportOf(evaluations, trial.id, null));
      expect(await trials.get(trial.id)).toMatchObject({ status: "completed", items: 2 });
      await trials.stop(trial.id, "k2");
      expect(await trials.get(trial.id)).toMatchObject({ status: "completed" });
      await trials.startShadow(second);
      expect((await trials.list({ policyId: trial.candidate.policyId, limit: 1 })).hasMore).toBe(true);
      await end(second.id);
    });

    it("erases what was written about an erased record, and does not judge it again", async () => {
      const { trials, verdicts, evaluations, evaluationWork, database } = stores();
      const trial = await newTrial();
      await trials.startShadow({ ...trial, share: 1 });
      const judged = await settle(trial, "bad, and judged", false);
      await feedAll(trial.id);
      await judgeAll();
      const running = await settle(trial, "bad, and being judged", false);
      await feedAll(trial.id);
      const [judgement = ""] = await evaluations.dispatch(10);
      await evaluationWork.begin(evaluationJobId(judgement));
      const waiting = await settle(trial, "bad, and waiting", false);
      await feedAll(trial.id);
      for (const id of [judged, running, waiting]) await verdicts.erase(id);
      expect(await evaluationWork.complete(evaluationJobId(judgement), violating())).toBe(false);
      expect(await judgeAll()).toEqual([]);

      const { items } = await trials.disagreements(trial.id, { after: null, limit: 10 });
      expect(items).toMatchObject([
        { verdict_id: judged, live: { rationale: null }, candidate: { violation: 1, rationale: null } },
      ]);
      const rows = await database.run((session) =>
        rowsOf(
          session,
          sql`SELECT status, verdict, reasoning, error->>'code' AS code FROM gavel.evaluation_judgements
              WHERE evaluation_id = ${trial.id}::uuid ORDER BY position`,
        ),
      );
      expect(rows).toEqual([
        { status: "completed", verdict: null, reasoning: null, code: null },
        { status: "cancelled", verdict: null, reasoning: null, code: null },
        { status: "failed", verdict: null, reasoning: null, code: "content_erased" },
      ]);
      await end(trial.id);
    });

    it("erases texts after their retention time, and keeps the decisions", async () => {
      const { trials, evaluations } = stores();
      const trial = await newTrial();
      await trials.startShadow({ ...trial, share: 1 });
      await settle(trial, "bad", false);
      await feedAll(trial.id);
      await judgeAll();
      const [past, future] = [new Date(0), new Date(Date.now() + 60_000)];
      expect(await evaluations.eraseTexts({ rationaleBefore: past, reasoningBefore: past })).toBe(0);
      expect(
        await evaluations.eraseTexts({ rationaleBefore: future, reasoningBefore: future }),
      ).toBeGreaterThan(0);
      const { items } = await trials.disagreements(trial.id, { after: null, limit: 10 });
      expect(items).toMatchObject([{ candidate: { violation: 1, policy_category: "SP2", rationale: null } }]);
      await end(trial.id);
    });
  });

  it("leave entries in the audit log when they are started and stopped", async () => {
    const { trials, audit } = stores();
    const trial = await newTrial(7);
    const { policyId } = trial.candidate;
    await settle(trial, "to replay", false);
    await trials.startShadow({ ...trial, share: 0.25 });
    await end(trial.id);
    await trials.stop(trial.id, "k3");
    const replay = { ...trial, id: uuidv7(), keyId: "k4", since: null };
    await trials.startReplay(replay);
    await judgeAll();
    await end(replay.id);
    const entriesOf = async (id: string) =>
      (await audit.list({ filter: { subject: `/trials/${id}` }, order: "asc", limit: 10 })).entries.map(
        ({ actor, action, detail }) => [actor, action, detail],
      );
    const common = { policy_id: policyId, version: 2, limit: 7 };
    expect(await entriesOf(trial.id)).toEqual([
      ["k1", "trial.started", { kind: "shadow", share: 0.25, ...common }],
      ["k2", "trial.stopped", { policy_id: policyId }],
    ]);
    expect(await entriesOf(replay.id)).toEqual([
      ["k4", "trial.started", { kind: "replay", ...common }],
      ["k2", "trial.stopped", { policy_id: policyId }],
    ]);
  });

  describe("replays", () => {
    it("judges the latest records whose content is kept", async () => {
      const { trials, verdicts, evaluations } = stores();
      const trial = await newTrial(2);
      await expect(trials.startReplay({ ...trial, since: null })).rejects.toMatchObject({
        code: "nothing_to_replay",
      });
      await settle(trial, "too old", false);
      await settle(trial, "bad", false);
      await settle(trial, "harmless", false);
      await verdicts.erase(await settle(trial, "erased", false));
      await settle(trial, "by the candidate", false, 2);
      await expect(
        trials.startReplay({ ...trial, since: new Date(Date.now() + 60_000) }),
      ).rejects.toMatchObject({ code: "nothing_to_replay" });
      await trials.startReplay({ ...trial, since: null });
      expect(await trials.get(trial.id)).toMatchObject({
        kind: "replay",
        share: null,
        seen: 2,
        items: 2,
        waiting: 2,
      });
      expect((await judgeAll()).toSorted()).toEqual(['"bad"', '"harmless"']);
      expect(await evaluations.listSettled()).toContain(trial.id);
      await evaluations.finish(trial.id, await reportOf(evaluations, trial.id, null));
      expect(await trials.get(trial.id)).toMatchObject({ status: "completed", judged: 2 });
      expect(trialReport(await trials.outcomes(trial.id, "day"))).toMatchObject({
        only_candidate: 1,
        only_live: 0,
      });
      const { trials: replays } = await trials.list({ kind: "replay", limit: 1 });
      expect(replays).toMatchObject([{ id: trial.id, report: null }]);
      const later = new Date(Date.now() + 60_000);
      await evaluations.sweep(later, later);
      expect(await trials.get(trial.id)).toBeNull();
    });
  });
}
