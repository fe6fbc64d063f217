import { useEffect } from "preact/hooks";
import { type Resource, useResource } from "./use-resource.ts";

/** A resource that is loaded again every `ms` while the page is visible. */
export function usePoll<Data>(
  load: (signal: AbortSignal) => Promise<Data>,
  ms: number,
  deps: readonly unknown[],
): Resource<Data> {
  const resource = useResource(load, deps);
  const { loading, reload } = resource;
  useEffect(() => {
    if (loading) return;
    const timer = setInterval(() => {
      if (!document.hidden) reload();
    }, ms);
    return () => clearInterval(timer);
  }, [loading, ms]);
  return resource;
}
