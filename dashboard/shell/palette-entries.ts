import type { KeyBinding } from "../keys/key-registry.ts";

export interface PaletteEntry {
  readonly words: string;
  readonly keys?: string;
  /** A page to go to, or something to do. */
  readonly path?: string;
  readonly run?: () => void;
}

export interface PaletteSources {
  readonly keys: readonly KeyBinding[];
  readonly pages: readonly PaletteEntry[];
  readonly policies: readonly { readonly id: string; readonly title: string | null }[];
}

const VERDICT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Keys that open the palette itself, or move in a list. */
const LEFT_OUT = new Set(["Ctrl+k", "j", "k"]);
const MAX_POLICIES = 50;

/** The entries that contain all words of the text; those that begin with the text come first. */
export function paletteEntries(
  text: string,
  { keys, pages, policies }: PaletteSources,
): readonly PaletteEntry[] {
  const wanted = text.trim().toLowerCase();
  if (VERDICT_ID.test(wanted)) return [{ words: `Open verdict ${wanted}`, path: `/app/verdicts/${wanted}` }];
  const all: readonly PaletteEntry[] = [
    ...keys.filter((binding) => !LEFT_OUT.has(binding.keys)),
    ...pages,
    ...policies.map(({ id, title }) => ({
      words: title === null || title === id ? `Policy ${id}` : `Policy ${id}: ${title}`,
      path: `/app/policies/${encodeURIComponent(id)}`,
    })),
  ];
  const words = wanted.split(/\s+/).filter(Boolean);
  const found = all.filter((entry) => words.every((word) => entry.words.toLowerCase().includes(word)));
  const begins = (entry: PaletteEntry): boolean =>
    wanted !== "" && entry.words.toLowerCase().startsWith(wanted);
  return [...found.filter(begins), ...found.filter((entry) => !begins(entry))].slice(0, MAX_POLICIES);
}
