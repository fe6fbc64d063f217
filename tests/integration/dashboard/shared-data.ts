import { expect } from "vitest";
import { eventually } from "../../helpers/eventually.ts";
import type { HttpService } from "../http/service.ts";
import { policy } from "../stories/spam-policy.ts";

/** What a service has after some work: the ids that addresses of the dashboard name. */
export interface SharedData {
  readonly verdict: string;
  readonly waiting: string;
  readonly evaluation: string;
  readonly base: string;
  readonly replay: string;
  readonly webhook: string;
}

const GOLDEN_ITEMS = 30;

/**
 * Creates two versions of a policy, their evaluations, verdicts in each state of review, a replay, an endpoint, and
 * archived and revoked objects.
 */
export async function provideData(service: HttpService): Promise<SharedData> {
  interface Created {
    readonly id: string;
    readonly status?: string;
  }
  const read = async (response: Response): Promise<Created> => {
    if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Created;
  };
  const post = async (path: string, json: unknown): Promise<string> =>
    (await read(await service.call(path, { json, headers: { prefer: "wait=60" } }))).id;
  const hasEnded = (path: string): Promise<void> =>
    eventually(async () => expect((await read(await service.call(path))).status).toBe("completed"));
  const evaluate = async (version: number): Promise<string> => {
    const id = await post("/policies/spam/evaluations", { version, golden_set: "cases" });
    await hasEnded(`/evaluations/${id}`);
    return id;
  };
  const classify = (content: string): Promise<string> => post("/classify", { content, policy_id: "spam" });

  const withoutTargets = (words: string): string => policy(words).replace(/^targets:.*\n/m, "");
  await service.putVersion("spam", withoutTargets("prize, loan"));
  await service.putVersion("spam", withoutTargets("prize"));
  await service.putVersion("old", withoutTargets("prize"));
  await service.call("/policies/old", { method: "DELETE" });
  const items = Array.from({ length: GOLDEN_ITEMS }, (_, index) =>
    JSON.stringify({
      id: `loan-${index}`,
      content: `Loan ${index}: a loan`,
      violation: 1,
      policy_category: "SP1",
    }),
  );
  await service.call("/golden-sets/cases", {
    method: "PUT",
    body: `${items.join("\n")}\n`,
    headers: { "content-type": "application/jsonl" },
  });
  const base = await evaluate(1);
  const evaluation = await evaluate(2);

  const verdict = await classify("A prize for you");
  const overturned = await classify("A prize at chess?");
  const escalated = await classify("A loan among friends?");
  const waiting = await classify("A loan or a gift?");
  const reviewer = "Ann";
  await post(`/reviews/${overturned}/decision`, {
    decision: "overturn",
    violation: 0,
    reason: "Chess.",
    reviewer,
  });
  await post(`/reviews/${escalated}/decision`, { decision: "escalate", reviewer });
  const replay = await post("/policies/spam/replay", { version: 2 });
  await hasEnded(`/trials/${replay}`);
  const webhook = await post("/webhooks", { url: "http://127.0.0.1:9/hook" });
  const revoked = await service.service.parts.stores.keys.create("gone", ["verdicts:read"]);
  await service.call(`/keys/${revoked.id}`, { method: "DELETE" });
  return { verdict, waiting, evaluation, base, replay, webhook };
}
