/** The selected rows, by id, and the row from which a range extends. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly anchor: number;
}

export const NOTHING_SELECTED: Selection = { ids: new Set(), anchor: -1 };

/** Selects or deselects a row. */
export function toggled(selection: Selection, ids: readonly string[], index: number): Selection {
  const id = ids[index];
  if (id === undefined) return selection;
  const next = new Set(selection.ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, anchor: index };
}

/** Selects every row from the anchor to this one. */
export function extended(selection: Selection, ids: readonly string[], index: number): Selection {
  const anchor = selection.anchor === -1 ? index : selection.anchor;
  const [first, last] = [Math.min(anchor, index), Math.max(anchor, index)];
  return { ids: new Set([...selection.ids, ...ids.slice(first, last + 1)]), anchor: index };
}
