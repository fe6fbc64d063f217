import { describe, expect, it } from "vitest";
import type { GoldenItem } from "../../../evaluation/golden/golden-item.ts";
import type { Evaluation } from "../../../schemas/evaluation.ts";
import type { NewEvaluation } from "../../../service/evaluations/evaluation-store.ts";
import { evaluationJobId } from "../../../service/evaluations/job-id.ts";
import { reportOf } from "../../../service/evaluations/report.ts";
import { eventually } from "../../helpers/eventually.ts";
import { goldenItems, newEvaluation } from "../../helpers/golden.ts";
import { newCompletion, newFailure, sha256, violating } from "../../helpers/stores.ts";
import type { StoresUnderTest } from "./stores-under-test.ts";

let count = 0;

/** The statements of evaluations on the database. Other cases leave none unfinished. */
export function evaluationStoreCases(stores: () => StoresUnderTest): void {
  async function create(
    items: readonly GoldenItem[],
    overrides: Partial<NewEvaluation> = {},
  ): Promise<Evaluation> {
    const name = `evaluated-${(count += 1)}`;
    const { version } = await stores().goldenSets.put({ name, format: "gavel", items });
    return stores().evaluations.create(newEvaluation({ goldenSet: version, ...overrides }));
  }

  /** Takes everything that is waiting, of the only evaluation that is running. */
  async function dispatchAll(): Promise<readonly string[]> {
    const jobs: string[] = [];
    for (;;) {
      const ids = await stores().evaluations.dispatch(7);
      if (ids.length === 0) return jobs;
      jobs.push(...ids.map(evaluationJobId));
    }
  }

  async function finish(id: string): Promise<Evaluation> {
    const { evaluations } = stores();
    await evaluations.finish(id, await reportOf(evaluations, id, null));
    return (await evaluations.get(id))!;
  }

  describe("evaluations", () => {
    it("judges every item once, settles each judgement once, and reports what was found", async () => {
      const { evaluations, evaluationWork, elsewhere } = stores();
      const created = await create(goldenItems(20));
      expect(created).toMatchObject({
        status: "running",
        policy: { id: "spam", version: 1 },
        golden_set: { version: 1 },
        items: 20,
        judgements: { total: 20, queued: 20, running: 0, completed: 0, failed: 0, cancelled: 0 },
        report: null,
      });
      const jobs = await dispatchAll();
      expect(new Set(jobs).size).toBe(20);
      expect(await evaluations.countInFlight()).toBe(20);
      const contents: unknown[] = [];
      for (const [index, job] of jobs.entries()) {
        const work = (index % 2 === 0 ? evaluationWork : elsewhere.evaluationWork).begin(job);
        const item = await work;
        expect(item).toMatchObject({ id: job, policyId: "spam", policyVersion: 1, attempts: 1 });
        contents.push(item!.content);
        if (index === 0) await evaluationWork.requeue(job);
        const settled =
          item!.content === "content 3"
            ? await evaluationWork.fail(job, newFailure())
            : await evaluationWork.complete(job, index % 4 === 0 ? newCompletion() : violating());
        expect(settled).toBe(true);
        // A second settlement, of this or another attempt, changes nothing.
        expect(await elsewhere.evaluationWork.complete(job, newCompletion())).toBe(false);
        expect(await evaluationWork.begin(job)).toBeNull();
      }
      expect(contents.toSorted()).toEqual(
        goldenItems(20)
          .map(({ content }) => content as string)
          .toSorted(),
      );
      expect(await evaluations.listSettled()).toEqual([created.id]);
      const ended = await finish(created.id);
      expect(ended).toMatchObject({
        status: "completed",
        judgements: { total: 20, queued: 0, running: 0, completed: 19, failed: 1, cancelled: 0 },
        models: [{ name: "test", engine: "fake", engine_version: "1" }],
        report: {
          items: 20,
          counted: 19,
          failed: 1,
          missing: 0,
          usage: { judgements: 19, prompt_tokens: 190, completion_tokens: 152 },
          engine_ms: { p50: 12, p95: 12 },
          stability: null,
          cost: null,
        },
      });
      expect(ended.completed_at).not.toBeNull();
      expect(await evaluations.hasWork()).toBe(false);
      expect(await evaluations.listSettled()).toEqual([]);
    });

    it("judges changed content, which does not count for the gate, and finds items by their ids", async () => {
      const { evaluations, evaluationWork, elsewhere } = stores();
      const perturbation = { name: "spacing", seed: 1 } as const;
      const policyId = `perturbed-${(count += 1)}`;
      const { id, perturbation: shown } = await create(goldenItems(6), { policyId, perturbation });
      expect(shown).toEqual(perturbation);
      const judged = new Set<unknown>();
      for (const job of await dispatchAll()) {
        judged.add((await evaluationWork.begin(job))!.content);
        await evaluationWork.complete(job, violating());
      }
      await finish(id);
      const found = await elsewhere.evaluations.itemsById(id, ["item-2", "item-5", "none"]);
      expect(found.map((item) => item.id)).toEqual(["item-2", "item-5"]);
      expect(found[1]).toMatchObject({
        violation: 1,
        outcome: "right",
        judgements: [{ status: "completed" }],
      });
      const contents = (await evaluations.items(id, { reasoning: false, after: 0, limit: 10 }))!.items.map(
        ({ content }) => content,
      );
      expect(new Set(contents)).toEqual(judged);
      expect(contents).toContain("c o n t e n t 3");
      const query = { policyId, policySha256: sha256("policy"), reasoningEffort: "low" } as const;
      expect(await evaluations.findCompleted(query)).toBeNull();
    });

    it("keeps a draft, and adds the policy's own items after those of the set, each id once", async () => {
      const { evaluations, elsewhere } = stores();
      const draft = "# Draft \u00E4\n\nSP1 Nothing may be sold.\n";
      const ownItems = [...goldenItems(1), { id: "own", content: "mine", violation: null, tags: [] }];
      const { id, ...created } = await create(goldenItems(2), {
        policyVersion: null,
        policySha256: sha256(draft),
        draft,
        ownItems,
      });
      expect(created).toMatchObject({ policy: { version: null }, items: 3, examples: 1 });
      const source = await elsewhere.evaluations.draftSource(sha256(draft));
      expect(Buffer.from(source!).toString("utf8")).toBe(draft);
      expect(await evaluations.draftSource(sha256("other"))).toBeNull();
      const page = await evaluations.items(id, { reasoning: false, after: 0, limit: 10 });
      expect(page?.items.map((item) => [item.id, item.content, item.outcome])).toEqual([
        ["item-1", "content 1", "missing"],
        ["item-2", "content 2", "missing"],
        ["own", "mine", "missing"],
      ]);
      await evaluations.cancel(id);
      await finish(id);
    });

    it("repeats in order, each repeat with its own seed, and finds what changes", async () => {
      const { evaluations, evaluationWork } = stores();
      const { id } = await create(goldenItems(4), { repeats: 3 });
      const jobs = await dispatchAll();
      expect(jobs).toHaveLength(12);
      const seeds = new Map<string, (number | undefined)[]>();
      for (const job of jobs) {
        const item = (await evaluationWork.begin(job))!;
        const content = item.content as string;
        seeds.set(content, [...(seeds.get(content) ?? []), item.seed]);
        const changes = content === "content 2" && item.seed === 3;
        await evaluationWork.complete(job, changes ? violating() : newCompletion());
      }
      expect(seeds.get("content 1")?.toSorted()).toEqual([2, 3, undefined]);
      const { report } = await finish(id);
      expect(report?.stability).toMatchObject({ changed: 1, unanimous: { count: 3, total: 4 } });
      // Of the first repeat only.
      expect(report).toMatchObject({ counted: 4, overall: { accuracy: { count: 2, total: 4 } } });
      const changed = await evaluations.items(id, {
        filter: "changed",
        reasoning: true,
        after: 0,
        limit: 10,
      });
      expect(changed?.items).toMatchObject([{ id: "item-2", changed: true, outcome: "right" }]);
      expect(changed?.items[0]?.judgements.map(({ repeat }) => repeat)).toEqual([1, 2, 3]);
      expect(changed?.items[0]?.judgements[0]?.reasoning).toBe("The text is harmless.");
    });

    it("lists items in pages, and filters those that are wrong and those that failed", async () => {
      const { evaluations, evaluationWork } = stores();
      const { id } = await create(goldenItems(9));
      for (const job of await dispatchAll()) {
        const { content } = (await evaluationWork.begin(job))!;
        if (content === "content 9") await evaluationWork.fail(job, newFailure());
        else await evaluationWork.complete(job, newCompletion());
      }
      await finish(id);
      const options = { reasoning: false, after: 0, limit: 3 } as const;
      const first = await evaluations.items(id, { ...options, filter: "wrong" });
      expect(first).toMatchObject({ hasMore: true, next: 5 });
      expect(first?.items.map((item) => [item.id, item.outcome])).toEqual([
        ["item-1", "wrong"],
        ["item-3", "wrong"],
        ["item-5", "wrong"],
      ]);
      expect(first?.items[0]?.judgements[0]).not.toHaveProperty("reasoning");
      const second = await evaluations.items(id, { ...options, filter: "wrong", after: 5 });
      expect(second).toMatchObject({ hasMore: false, items: [{ id: "item-7" }] });
      const failed = await evaluations.items(id, { ...options, filter: "failed" });
      expect(failed?.items).toMatchObject([{ id: "item-9", outcome: "failed" }]);
      expect(failed?.items[0]?.judgements[0]?.error).toMatchObject({ code: "engine_failed" });
    });

    it("cancels: what is not judged stays missing, and workers stop", async () => {
      const { evaluations, evaluationWork, elsewhere } = stores();
      const { id } = await create(goldenItems(10));
      const jobs = (await evaluations.dispatch(4)).map(evaluationJobId);
      await evaluationWork.begin(jobs[0]!);
      await evaluationWork.complete(jobs[0]!, newCompletion());
      await evaluationWork.begin(jobs[1]!);
      const settled: string[] = [];
      const stop = elsewhere.evaluationWork.onSettled((ids) => settled.push(...ids));
      expect(await evaluations.cancel(id)).toMatchObject({ status: "cancelling", seconds_left: 0 });
      await eventually(() => expect(settled).toContain(jobs[1]));
      stop();
      expect(await evaluationWork.complete(jobs[1]!, newCompletion())).toBe(false);
      expect(await evaluationWork.begin(jobs[2]!)).toBeNull();
      expect(await evaluations.dispatch(10)).toEqual([]);
      expect(await evaluations.listSettled()).toEqual([id]);
      const ended = await finish(id);
      expect(ended).toMatchObject({
        status: "cancelled",
        judgements: { total: 10, completed: 1, cancelled: 9 },
        report: { items: 10, counted: 1, missing: 9 },
      });
      expect(await evaluations.cancel(id)).toEqual(ended);
    });

    it("takes turns between evaluations, and dispatches each judgement once from several processes", async () => {
      const { evaluations, elsewhere } = stores();
      const [one, two] = [await create(goldenItems(30)), await create(goldenItems(30))];
      const slices = await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          (index % 2 === 0 ? evaluations : elsewhere.evaluations).dispatch(2),
        ),
      );
      const ids = slices.flat();
      expect(new Set(ids).size).toBe(ids.length);
      expect(await evaluations.countInFlight()).toBe(ids.length);
      for (const { id } of [one, two]) {
        await evaluations.cancel(id);
        const { judgements } = await finish(id);
        expect(judgements).toMatchObject({ total: 30, cancelled: 30 });
      }
      expect(await evaluations.listInFlight(null, 100)).toEqual([]);
    });

    it("appends to an open evaluation, which ends only after it is sealed", async () => {
      const { evaluations, evaluationWork } = stores();
      const { id } = await evaluations.create(newEvaluation({ purpose: "shadow", open: true }));
      expect(await evaluations.listSettled()).toEqual([]);
      expect(await evaluations.append(id, goldenItems(2))).toBe(2);
      expect(await evaluations.append(id, goldenItems(3))).toBe(1);
      for (const job of await dispatchAll()) {
        await evaluationWork.begin(job);
        await evaluationWork.complete(job, newCompletion());
      }
      expect(await evaluations.listSettled()).toEqual([]);
      await evaluations.seal(id);
      expect(await evaluations.listSettled()).toEqual([id]);
      expect(await finish(id)).toMatchObject({ status: "completed", items: 3 });
      const { evaluations: listed } = await evaluations.list({ purpose: "evaluation", limit: 100 });
      expect(listed.map((each) => each.id)).not.toContain(id);
    });

    it("lists newest first, by policy, in pages, without reports", async () => {
      const { evaluations } = stores();
      const ids: string[] = [];
      for (let n = 0; n < 3; n += 1) {
        const { id } = await evaluations.create(
          newEvaluation({ policyId: "listed", ownItems: goldenItems(1) }),
        );
        await evaluations.cancel(id);
        await finish(id);
        ids.unshift(id);
      }
      const first = await evaluations.list({ purpose: "evaluation", policyId: "listed", limit: 2 });
      expect(first).toMatchObject({ hasMore: true });
      expect(first.evaluations.map(({ id }) => id)).toEqual(ids.slice(0, 2));
      expect(first.evaluations[0]?.report).toBeNull();
      const rest = await evaluations.list({
        purpose: "evaluation",
        policyId: "listed",
        limit: 2,
        after: ids[1]!,
      });
      expect(rest).toMatchObject({ hasMore: false, evaluations: [{ id: ids[2] }] });
    });

    it("erases texts after their retention time, and keeps the decisions", async () => {
      const { evaluations, evaluationWork } = stores();
      const { id } = await create(goldenItems(1));
      const [judgement = ""] = await evaluations.dispatch(1);
      await evaluationWork.begin(evaluationJobId(judgement));
      await evaluationWork.complete(evaluationJobId(judgement), violating());
      const read = async () =>
        (await evaluations.items(id, { reasoning: true, after: 0, limit: 1 }))?.items[0]?.judgements[0];
      const [past, future] = [new Date(0), new Date(Date.now() + 60_000)];
      await evaluations.eraseTexts({ rationaleBefore: past, reasoningBefore: past });
      expect(await read()).toMatchObject({
        verdict: violating().verdict,
        reasoning: violating().reasoning,
      });
      await evaluations.eraseTexts({ rationaleBefore: past, reasoningBefore: future });
      expect(await read()).toMatchObject({ verdict: violating().verdict, reasoning: null });
      await evaluations.eraseTexts({ rationaleBefore: future, reasoningBefore: future });
      expect(await read()).toMatchObject({
        status: "completed",
        verdict: { violation: 1, policy_category: "SP2", rationale: "" },
        reasoning: null,
      });
      await finish(id);
    });

    it("does not list or count a try, and removes it when its own time is over", async () => {
      const { evaluations } = stores();
      const own = { policyId: "tried", ownItems: goldenItems(1) };
      const tried = await evaluations.create(newEvaluation({ ...own, purpose: "try" }));
      const kept = await evaluations.create(newEvaluation(own));
      for (const { id } of [tried, kept]) {
        await evaluations.cancel(id);
        await finish(id);
      }
      const { evaluations: listed } = await evaluations.list({
        purpose: "evaluation",
        policyId: "tried",
        limit: 9,
      });
      expect(listed.map(({ id }) => id)).toEqual([kept.id]);
      expect(
        (await evaluations.items(tried.id, { reasoning: false, after: 0, limit: 9 }))?.items,
      ).toHaveLength(1);
      while ((await evaluations.sweep(new Date(0), new Date(Date.now() + 60_000))) > 0);
      expect(await evaluations.get(tried.id)).toBeNull();
      expect(await evaluations.get(kept.id)).not.toBeNull();
    });

    it("finds no other ids, and removes old evaluations with all their data", async () => {
      const { evaluations, evaluationWork, goldenSets } = stores();
      expect(await evaluations.get("none")).toBeNull();
      expect(await evaluations.cancel("none")).toBeNull();
      expect(await evaluations.items("none", { reasoning: false, after: 0, limit: 1 })).toBeNull();
      expect(await evaluationWork.begin("none")).toBeNull();
      expect(await evaluationWork.complete("none", newCompletion())).toBe(false);
      await expect(
        evaluations.create(newEvaluation({ goldenSet: { name: "none", version: 1 } })),
      ).rejects.toMatchObject({ code: "golden_set_not_found" });
      const { id } = await create(goldenItems(2));
      await evaluations.cancel(id);
      await finish(id);
      const later = new Date(Date.now() + 60_000);
      while ((await evaluations.sweep(later, later)) > 0);
      expect(await evaluations.get(id)).toBeNull();
      expect(await evaluations.hasWork()).toBe(false);
      expect(await goldenSets.sweep()).toBe(0);
    });
  });
}
