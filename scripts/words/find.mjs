import { proseOf } from "./prose.mjs";

/** Every forbidden phrasing of a file, in order. `phrasings` as in phrasings.mjs. */
export function findPhrasings(name, source, phrasings) {
  const prose = proseOf(name, source);
  return phrasings
    .flatMap(({ pattern, instead, why }) =>
      [...prose.matchAll(new RegExp(pattern.source, `g${pattern.flags}`))].map(({ index, 0: text }) => ({
        index,
        line: source.slice(0, index).split("\n").length,
        text: text.trim().replace(/\s+/g, " ").replaceAll("\0", "…"),
        instead,
        why,
      })),
    )
    .toSorted((a, b) => a.index - b.index);
}
