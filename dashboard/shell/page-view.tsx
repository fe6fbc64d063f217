import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useCan } from "../data/session.ts";
import { PageHead } from "../kit/page-head.tsx";
import { ErrorState, ForbiddenState, LoadingState } from "../kit/state.tsx";
import type { PageEntry } from "../page-entry.ts";
import { useTitle } from "./use-title.ts";

/** Loads the code of a page and shows it, if the session may see it. */
export function PageView({ page }: { readonly page: PageEntry }) {
  useTitle(page.title);
  const can = useCan();
  if (page.scope !== null && !can(page.scope)) {
    return (
      <>
        <PageHead title={page.title} />
        <ForbiddenState scope={page.scope} />
      </>
    );
  }
  return <LoadedPage key={page.path} page={page} />;
}

function LoadedPage({ page }: { readonly page: PageEntry }) {
  const [Loaded, setLoaded] = useState<ComponentType | null>(null);
  const [failures, setFailures] = useState(0);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    page.load().then(
      (module) => setLoaded(() => module.Page),
      () => setFailed(true),
    );
  }, [failures]);
  const retry = (): void => {
    setFailed(false);
    setFailures((count) => count + 1);
  };
  if (Loaded !== null) return <Loaded />;
  return (
    <>
      <PageHead title={page.title} />
      {failed ? (
        <ErrorState title="The page could not be loaded" onRetry={retry}>
          The service cannot be reached, or it was updated. If trying again does not help, reload the page.
        </ErrorState>
      ) : (
        <LoadingState what="the page" />
      )}
    </>
  );
}
