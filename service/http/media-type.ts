/** A parsed Content-Type field: `essence` and parameter names are in lower case. */
export interface MediaType {
  readonly essence: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const ESSENCE = /^[ \t]*([\w!#$&^.+-]+\/[\w!#$&^.+-]+)[ \t]*(?:;|$)/;
const PARAMETER = /;[ \t]*([\w!#$&^.+-]+)=(?:"((?:[^"\\]|\\.)*)"|([\w!#$&^.+-]+))/g;

/** Returns null if the field is absent or malformed. */
export function parseMediaType(field: string | undefined): MediaType | null {
  const essence = ESSENCE.exec(field ?? "")?.[1];
  if (field === undefined || essence === undefined) return null;
  const parameters = new Map<string, string>();
  for (const [, name, quoted, plain] of field.matchAll(PARAMETER)) {
    if (name !== undefined) parameters.set(name.toLowerCase(), quoted ?? plain ?? "");
  }
  return { essence: essence.toLowerCase(), parameters };
}

/**
 * Returns the offered media type that an Accept field prefers (RFC 9110 section 12.5.1). The first one wins a tie, or
 * if the field is absent. Null if none is acceptable.
 */
export function chooseMediaType<T extends string>(
  accept: string | undefined,
  offered: readonly T[],
): T | null {
  if (accept === undefined || accept.trim() === "") return offered[0] ?? null;
  const ranges = accept.slice(0, 2048).split(",").map(parseRange);
  let best: { readonly type: T; readonly quality: number } | null = null;
  for (const type of offered) {
    const quality = qualityOf(type, ranges);
    if (quality > (best?.quality ?? 0)) best = { type, quality };
  }
  return best?.type ?? null;
}

interface Range {
  readonly range: string;
  readonly quality: number;
}

function parseRange(text: string): Range {
  const [range = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
  const quality = weight === undefined ? 1 : Number(/^[01](?:\.\d{0,3})?$/.test(weight) ? weight : 0);
  return { range, quality: Math.min(1, quality) };
}

/** The most specific matching range decides. */
function qualityOf(type: string, ranges: readonly Range[]): number {
  for (const candidate of [type, `${type.split("/")[0] ?? ""}/*`, "*/*"]) {
    const matching = ranges.filter(({ range }) => range === candidate);
    if (matching.length > 0) return Math.max(...matching.map(({ quality }) => quality));
  }
  return 0;
}
