import type { Activation } from "../../packages/client/src/client.ts";
import { oneLine } from "./plain-text.ts";
import { formatTable } from "./table.ts";

/** The history of a policy for people, newest first. */
export function formatActivations(activations: readonly Activation[]): string {
  const rows = activations.map(({ activated_at, from_version, to_version, kind, forced, key_id, reason }) => [
    activated_at,
    `${from_version ?? "none"} -> ${to_version}`,
    forced ? "forced" : kind,
    key_id ?? "-",
    oneLine(reason ?? "", 60),
  ]);
  return formatTable(["when", "version", "how", "key", "reason"], rows);
}
