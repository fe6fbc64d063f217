import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import type { DemoService } from "./demo-service.ts";

export interface Shot {
  /** Of the file. */
  readonly name: string;
  readonly path: string;
  /** What is done on the page first. */
  readonly prepare?: (page: Page) => Promise<void>;
  /** Without a session. */
  readonly signedOut?: boolean;
}

interface Listed {
  readonly data: readonly { readonly id: string }[];
}

/** Every page, and what opens on pages. Throws if a page has no shot. */
export async function listShots(service: DemoService): Promise<readonly Shot[]> {
  const first = async (path: string): Promise<string> => (await service.call<Listed>(path)).data[0]!.id;
  const [candidate, base] = (await service.call<Listed>("/evaluations?policy_id=listings")).data;
  const verdict = await first("/verdicts?policy_id=spam&violation=1&order=desc&limit=1");
  const batch = await first("/batches");
  const webhook = await first("/webhooks");
  const sensitive = await first("/verdicts?policy_id=self-harm&order=desc&limit=1");
  const reviewed = await first("/verdicts?policy_id=harassment&order=desc&limit=1");
  const shots: readonly Shot[] = [
    { name: "overview", path: "/app/?range=week" },
    { name: "live", path: "/app/live" },
    { name: "live-filtered", path: "/app/live?policy_id=spam&violation=1" },
    { name: "search", path: "/app/search?range=7d" },
    { name: "verdict", path: `/app/verdicts/${verdict}` },
    { name: "verdict-reviewed", path: `/app/verdicts/${reviewed}` },
    { name: "verdict-sensitive", path: `/app/verdicts/${sensitive}` },
    { name: "review", path: "/app/review" },
    { name: "review-overturn", path: "/app/review", prepare: (page) => page.keyboard.press("o") },
    { name: "review-settings", path: "/app/review", prepare: (page) => page.keyboard.press("w") },
    { name: "review-sensitive", path: "/app/review?policy=self-harm" },
    { name: "review-queue", path: "/app/review/queue" },
    { name: "policies", path: "/app/policies" },
    { name: "policy", path: "/app/policies/listings" },
    { name: "policy-version", path: "/app/policies/listings/versions/2" },
    { name: "policy-diff", path: "/app/policies/listings/diff?from=1&to=2" },
    { name: "policy-edit", path: "/app/policies/listings/edit" },
    { name: "policy-evaluations", path: "/app/policies/listings/evaluations" },
    {
      name: "policy-compare",
      path: `/app/policies/listings/compare?base=${base!.id}&candidate=${candidate!.id}`,
    },
    { name: "policy-shadow", path: "/app/policies/listings/shadow" },
    { name: "evaluation", path: `/app/evaluations/${candidate!.id}` },
    { name: "golden-sets", path: "/app/golden-sets" },
    { name: "golden-set", path: "/app/golden-sets/listings-cases" },
    { name: "operations", path: "/app/operations" },
    { name: "operations-queue", path: "/app/operations/queue" },
    { name: "operations-batches", path: "/app/operations/batches" },
    { name: "operations-batch", path: `/app/operations/batches/${batch}` },
    { name: "operations-webhooks", path: "/app/operations/webhooks" },
    { name: "operations-webhook", path: `/app/operations/webhooks/${webhook}` },
    { name: "operations-keys", path: "/app/operations/keys" },
    { name: "operations-audit", path: "/app/operations/audit" },
    { name: "palette", path: "/app/live", prepare: (page) => page.keyboard.press("Control+k") },
    { name: "keys", path: "/app/review", prepare: (page) => page.keyboard.press("?") },
    { name: "sign-in", path: "/app/sign-in", signedOut: true },
  ];
  const missing = pagePaths().filter((path) => !shots.some((shot) => matches(path, shot.path)));
  if (missing.length > 0) throw new Error(`no screenshot of ${missing.join(", ")}`);
  return shots;
}

/** Read as text: the table imports components, which only a browser's build understands. */
function pagePaths(): readonly string[] {
  const tables = ["pages.ts", "pages/operations/pages.ts"].map((file) =>
    readFileSync(new URL(`../../dashboard/${file}`, import.meta.url), "utf8"),
  );
  return tables.flatMap((text) => [...text.matchAll(/path: "([^"]+)"/g)].map(([, path = ""]) => path));
}

function matches(pattern: string, path: string): boolean {
  return new RegExp(`^${pattern.replaceAll(/:\w+/g, "[^/]+")}$`).test(path.split("?")[0]!);
}
