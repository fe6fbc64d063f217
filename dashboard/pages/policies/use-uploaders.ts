import { client } from "../../data/client.ts";
import { useCan } from "../../data/session.ts";
import { useResource } from "../../data/use-resource.ts";

const MAX_ENTRIES = 500;
const NOBODY: ReadonlyMap<number, string | null> = new Map();

/** The key that uploaded each version, from the audit log; empty if the session may not read the log. */
export function useUploaders(policyId: string): ReadonlyMap<number, string | null> {
  const can = useCan();
  const mayRead = can("audit:read");
  const { data } = useResource(
    async (signal) => {
      if (!mayRead) return NOBODY;
      const query = {
        action: "policy.uploaded",
        subject: `/policies/${policyId}`,
        limit: MAX_ENTRIES,
      } as const;
      const entries = (await client.call("listAuditEntries", { query, signal })).data.data;
      return new Map(entries.map(({ detail, actor }) => [Number(detail["version"]), actor]));
    },
    [policyId, mayRead],
  );
  return data ?? NOBODY;
}
