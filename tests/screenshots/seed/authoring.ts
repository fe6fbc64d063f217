import { fileURLToPath } from "node:url";
import { LISTINGS } from "./contents.ts";
import { judgeAll } from "./judge-all.ts";
import { listingsFile } from "./policies.ts";
import type { DemoService } from "../demo-service.ts";

const CASES = fileURLToPath(new URL("../../../docs/examples/listings/cases.csv", import.meta.url));

/** A second version of the marketplace's policy: evaluated, compared, tried on live items, and not yet active. */
export async function seedAuthoring(service: DemoService, marketKey: string): Promise<void> {
  await service.gavel(["golden", "push", "listings-cases", CASES]);
  await service.gavel(["policy", "push", "listings", "-"], { input: listingsFile("changed.md") });
  await service.gavel(["shadow", "start", "listings@2", "--share", "1"]);
  await judgeAll(service, { listings: LISTINGS }, marketKey);
  await service.gavel(["compare", "listings@1", "listings@2", "--golden", "listings-cases"]);
  await service.gavel(["replay", "listings@2", "--limit", "20"]);
}
