/** What the engine and its users read of a repository: weights and settings at its root, tokenizer, licence. */
const WANTED: readonly RegExp[] = [
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

/** Files of a repository that are not pulled, by their folder at the root, or by name. */
export interface Skipped {
  readonly name: string;
  readonly bytes: number;
}

/** Parts a repository's files into those a model needs and the rest, such as `original/` and `metal/`. */
export function selectFiles<T extends { readonly path: string; readonly size: number }>(
  files: readonly T[],
): { readonly wanted: readonly T[]; readonly skipped: readonly Skipped[] } {
  const wanted: T[] = [];
  const skipped = new Map<string, number>();
  for (const file of files) {
    if (WANTED.some((pattern) => pattern.test(file.path))) {
      wanted.push(file);
      continue;
    }
    const slash = file.path.indexOf("/");
    const name = slash === -1 ? file.path : file.path.slice(0, slash + 1);
    skipped.set(name, (skipped.get(name) ?? 0) + file.size);
  }
  return { wanted, skipped: [...skipped].map(([name, bytes]) => ({ name, bytes })) };
}
