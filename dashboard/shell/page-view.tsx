import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { backoffMs } from "../data/backoff.ts";
import { checkSession } from "../data/check-session.ts";
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
  const [attempt, setAttempt] = useState(1);
  useEffect(() => {
    page.load().then(
      (module) => setLoaded(() => module.Page),
      () => {
        setFailures((count) => count + 1);
        checkSession();
      },
    );
  }, [attempt]);
  useEffect(() => {
    if (failures === 0) return;
    const timer = setTimeout(() => setAttempt((number) => number + 1), backoffMs(failures));
    return () => clearTimeout(timer);
  }, [failures]);
  if (Loaded !== null) return <Loaded />;
  return (
    <>
      <PageHead title={page.title} />
      {failures > 0 ? (
        <ErrorState
          title="The page could not be loaded"
          retry="Reload the page"
          onRetry={() => location.reload()}
        >
          The service cannot be reached, which is tried again automatically, or it was updated since this page
          was opened. Reloading loads the current version at the same address.
        </ErrorState>
      ) : (
        <LoadingState what="the page" />
      )}
    </>
  );
}
