import { useEffect, useRef, useState } from "preact/hooks";
import type { Schemas } from "../../../packages/client/src/client.ts";
import { client } from "../../data/client.ts";
import { type Resource, useResource } from "../../data/use-resource.ts";

export type ReviewItem = Schemas["ReviewItem"];
export type QueueState = "waiting" | NonNullable<ReviewItem["record"]["review"]>["state"];

const PAGE = 100;

export interface Queue {
  readonly first: Resource<Schemas["ReviewPage"]>;
  readonly items: readonly ReviewItem[];
  readonly more: () => void;
  /** Loads from the beginning. */
  readonly reload: () => void;
}

/** The queue, page by page as it is scrolled. */
export function useQueue(policyId: string, state: QueueState): Queue {
  const query = {
    limit: PAGE,
    ...(policyId === "" ? {} : { policy_id: policyId }),
    ...(state === "waiting" ? {} : { state }),
  };
  const first = useResource(
    async (signal) => (await client.call("listReviews", { query, signal })).data,
    [policyId, state],
  );
  const [later, setLater] = useState<readonly ReviewItem[]>([]);
  const next = useRef<string | null>(null);
  useEffect(() => {
    setLater([]);
    next.current = first.data?.next_cursor ?? null;
  }, [first.data]);
  const more = (): void => {
    const after = next.current;
    if (after === null) return;
    next.current = null;
    client.call("listReviews", { query: { ...query, after } }).then(
      ({ data }) => {
        next.current = data.next_cursor;
        setLater((items) => [...items, ...data.data]);
      },
      // It is loaded when the end of the list comes into view again.
      () => (next.current = after),
    );
  };
  return { first, items: [...(first.data?.data ?? []), ...later], more, reload: first.reload };
}
