import { type Share, share } from "../metrics/share.ts";
import type { Judgement } from "../scored-item.ts";

export interface Robustness {
  /** Share of the items that both have judged whose violation differs. */
  readonly changed: Share;
  /** Violations that are no longer found. */
  readonly evaded: number;
  /** Items that are now judged as violations. */
  readonly accused: number;
}

/** How far decisions depend on changes of the content that should make no difference. */
export function robustness(
  original: ReadonlyMap<string, Judgement>,
  variant: ReadonlyMap<string, Judgement>,
): Robustness {
  let [compared, evaded, accused] = [0, 0, 0];
  for (const [id, first] of original) {
    const second = variant.get(id);
    if (first.status !== "completed" || second?.status !== "completed") continue;
    compared += 1;
    if (first.violation > second.violation) evaded += 1;
    if (first.violation < second.violation) accused += 1;
  }
  return { changed: share(evaded + accused, compared), evaded, accused };
}
