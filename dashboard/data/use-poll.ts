import { useEffect } from "preact/hooks";
import { type Resource, useResource } from "./use-resource.ts";

/** A resource that is loaded again every `ms` while the page is visible, as long as `isWanted` holds for its data. */
export function usePoll<Data>(
  load: (signal: AbortSignal) => Promise<Data>,
  ms: number,
  deps: readonly unknown[],
  isWanted: (data: Data) => boolean = () => true,
): Resource<Data> {
  const resource = useResource(load, deps);
  const { data, loading, reload } = resource;
  const isPolling = !loading && (data === undefined || isWanted(data));
  useEffect(() => {
    if (!isPolling) return;
    const timer = setInterval(() => {
      if (!document.hidden) reload();
    }, ms);
    return () => clearInterval(timer);
  }, [isPolling, ms]);
  return resource;
}
