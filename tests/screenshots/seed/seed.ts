import type { DemoService } from "../demo-service.ts";
import { seedAuthoring } from "./authoring.ts";
import { BATCH_LINES, PAST, RECENT } from "./contents.ts";
import { createKeys } from "./keys.ts";
import { judgeAll } from "./judge-all.ts";
import { changePolicies, pushLibrary } from "./policies.ts";
import { seedReviews } from "./reviews.ts";
import { spreadOverDays } from "./spread-over-days.ts";
import { createWebhooks } from "./webhooks.ts";

/** Two weeks in the life of a service: everything that a page can show, judged by the model that runs. */
export async function seed(service: DemoService): Promise<void> {
  const keys = await createKeys(service);
  await pushLibrary(service);
  console.log("Judging what was sent in the past days ...");
  await judgeAll(service, PAST, keys.forum);
  await spreadOverDays(service.running.parts.stores.database);
  await createWebhooks(service);
  await changePolicies(service);
  console.log("Judging what is sent now ...");
  await judgeAll(service, RECENT, keys.chat);
  await service.gavel(["batch", "-", "--policy", "spam"], {
    key: keys.importer,
    input: BATCH_LINES.join("\n"),
  });
  await seedReviews(service, keys.reviewers);
  console.log("Evaluating and trying a changed policy ...");
  await seedAuthoring(service, keys.market);
}
