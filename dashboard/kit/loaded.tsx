import type { ComponentChildren } from "preact";
import { ConnectionError, GavelError } from "../../packages/client/src/client.ts";
import type { Resource } from "../data/use-resource.ts";
import { ErrorState, ForbiddenState, LoadingState, OfflineState } from "./state.tsx";

export interface LoadedProps<Data> {
  readonly resource: Resource<Data>;
  /** The scope that loading needs. */
  readonly scope: string;
  /** What is loaded, such as "the policies". */
  readonly what: string;
  readonly children: (data: Data) => ComponentChildren;
}

/** What a resource contains, or the state that it is in. Data that could not be refreshed is still shown. */
export function Loaded<Data>({ resource, scope, what, children }: LoadedProps<Data>) {
  const { data, error, reload } = resource;
  if (data !== undefined) return <>{children(data)}</>;
  if (error === undefined) return <LoadingState what={what} />;
  return <Failed error={error} scope={scope} what={what} onRetry={reload} />;
}

export interface FailedProps {
  readonly error: unknown;
  readonly scope: string;
  readonly what: string;
  readonly onRetry: () => void;
}

/** Why something could not be loaded. */
export function Failed({ error, scope, what, onRetry }: FailedProps) {
  if (error instanceof ConnectionError) return <OfflineState />;
  if (error instanceof GavelError && error.status === 403) return <ForbiddenState scope={scope} />;
  const problem = error instanceof GavelError ? error.problem : null;
  return (
    <ErrorState
      title={problem?.title ?? `Could not load ${what}`}
      onRetry={onRetry}
      requestId={problem?.request_id}
    >
      {problem === null ? (error instanceof Error ? error.message : "The cause is unknown.") : problem.detail}
    </ErrorState>
  );
}
