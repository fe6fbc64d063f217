/** The files that the engine and its users read: weights and settings at the root, tokenizer, licence. */
const SELECTED: readonly RegExp[] = [
  /^config\.json$/,
  /^generation_config\.json$/,
  /^[\w-][\w.-]*\.safetensors$/,
  /^model\.safetensors\.index\.json$/,
  /^tokenizer[\w.-]*$/,
  /^(?:special_tokens_map|added_tokens|vocab)\.json$/,
  /^merges\.txt$/,
  /^chat_template\.(?:jinja|json)$/,
  /^(?:LICENSE|LICENCE|NOTICE|README|USAGE_POLICY)(?:[._-][\w.-]*)?$/i,
];

/** Files that are not pulled, grouped by top-level folder. */
export interface Skipped {
  readonly name: string;
  readonly bytes: number;
}

/** Separates the files that a model needs from the rest, such as `original/` and `metal/`. */
export function selectFiles<T extends { readonly path: string; readonly size: number }>(
  files: readonly T[],
): { readonly selected: readonly T[]; readonly skipped: readonly Skipped[] } {
  const selected: T[] = [];
  const skipped = new Map<string, number>();
  for (const file of files) {
    if (SELECTED.some((pattern) => pattern.test(file.path))) {
      selected.push(file);
      continue;
    }
    const slash = file.path.indexOf("/");
    const name = slash === -1 ? file.path : file.path.slice(0, slash + 1);
    skipped.set(name, (skipped.get(name) ?? 0) + file.size);
  }
  return { selected, skipped: [...skipped].map(([name, bytes]) => ({ name, bytes })) };
}
