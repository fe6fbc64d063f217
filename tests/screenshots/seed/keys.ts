import type { DemoService } from "../demo-service.ts";

const KEYS = {
  forum: ["Forum", "classify,verdicts:read"],
  chat: ["Chat", "classify,verdicts:read"],
  market: ["Marketplace", "classify,verdicts:read"],
  importer: ["Nightly import", "classify,verdicts:read"],
  reviewers: ["Review team", "reviews:read,reviews:write,content:read,policies:read,verdicts:read"],
  authors: ["Policy authors", "policies:read,policies:write,evaluations:read,evaluations:write"],
  former: ["Contractor until June", "verdicts:read"],
} as const;

export type Keys = Readonly<Record<keyof typeof KEYS, string>>;

/** One key for each system and team; one is revoked. */
export async function createKeys(service: DemoService): Promise<Keys> {
  const created: [string, string][] = [];
  for (const [name, [title, scopes]] of Object.entries(KEYS)) {
    const json = await service.gavel(["keys", "create", "--name", title, "--scope", scopes, "--json"]);
    const { id, key } = JSON.parse(json) as { readonly id: string; readonly key: string };
    created.push([name, key]);
    if (name === "former") await service.gavel(["keys", "revoke", id]);
  }
  return Object.fromEntries(created) as Keys;
}
