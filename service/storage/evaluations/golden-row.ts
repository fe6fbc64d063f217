import type { GoldenItem } from "../../../evaluation/golden/golden-item.ts";
import type { GoldenSetVersion } from "../../../schemas/golden-set.ts";
import { fromText, toText } from "../database/json-text.ts";
import { pick, type RowOf } from "../database/columns.ts";
import { labelsOf } from "./golden-labels.ts";
import { goldenItems, goldenSetVersions } from "./golden-tables.ts";

export const goldenItemColumns = pick(goldenItems, ["position", "item_id", "content", "violation", "labels"]);

export type GoldenItemRow = RowOf<typeof goldenItemColumns>;

export function goldenItemRow(item: GoldenItem, position: number): GoldenItemRow {
  const { id, content, violation } = item;
  return { position, item_id: toText(id), content, violation, labels: labelsOf(item) };
}

export function goldenItemOf({ item_id, content, violation, labels }: GoldenItemRow): GoldenItem {
  return { id: fromText(item_id), content, violation, ...labels };
}

export const goldenVersionColumns = pick(goldenSetVersions, [
  "id",
  "name",
  "version",
  "sha256",
  "format",
  "items",
  "labelled",
  "violations",
  "created_at",
]);

export type GoldenVersionRow = RowOf<typeof goldenVersionColumns> & { readonly version: number };

export function goldenVersionOf(row: GoldenVersionRow): GoldenSetVersion {
  const { name, version, sha256, format, items, labelled, violations, created_at } = row;
  return {
    name,
    version,
    sha256,
    format,
    items,
    labelled,
    violations,
    created_at: new Date(created_at).toISOString(),
  };
}
