import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ConnectionError, GavelError } from "../../packages/client/src/client.ts";
import { backoffMs } from "./backoff.ts";
import { reportConnection } from "./connection.ts";
import { reportSignedOut } from "./signed-out.ts";

export interface Resource<Data> {
  /** Undefined until it was loaded. Kept while newer data is loaded, and if that fails. */
  readonly data: Data | undefined;
  readonly error: unknown;
  readonly loading: boolean;
  /** Loads again. */
  readonly reload: () => void;
}

interface State<Data> {
  /** What it was loaded for. */
  readonly key: string;
  readonly data: Data | undefined;
  readonly error: unknown;
  readonly loading: boolean;
}

/**
 * Loads when the component is shown and whenever `deps` change. After a lost connection it retries until the service
 * responds; if the session has ended, the sign-in page opens.
 */
export function useResource<Data>(
  load: (signal: AbortSignal) => Promise<Data>,
  deps: readonly unknown[],
): Resource<Data> {
  const key = JSON.stringify(deps);
  const nothing: State<Data> = { key, data: undefined, error: undefined, loading: true };
  const [state, setState] = useState(nothing);
  const [reloads, setReloads] = useState(0);
  const latest = useRef(load);
  latest.current = load;

  useEffect(() => {
    setState((old) => (old.key === key ? { ...old, error: undefined, loading: true } : nothing));
    return repeatUntilConnected(
      (signal) => latest.current(signal),
      (data) => setState({ key, data, error: undefined, loading: false }),
      (error) => setState((old) => ({ ...old, error, loading: error instanceof ConnectionError })),
    );
  }, [...deps, reloads]);

  const reload = useCallback(() => setReloads((count) => count + 1), []);
  // Until the effect has run, what is there was loaded for other deps.
  const { data, error, loading } = state.key === key ? state : nothing;
  return { data, error, loading, reload };
}

/** Returns a function that stops it. */
function repeatUntilConnected<Data>(
  load: (signal: AbortSignal) => Promise<Data>,
  onData: (data: Data) => void,
  onError: (error: unknown) => void,
): () => void {
  const stop = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const attempt = (number: number): void => {
    load(stop.signal).then(
      (data) => {
        if (stop.signal.aborted) return;
        reportConnection(false);
        onData(data);
      },
      (error: unknown) => {
        if (stop.signal.aborted) return;
        reportConnection(error instanceof ConnectionError);
        if (error instanceof GavelError && error.status === 401) return reportSignedOut();
        onError(error);
        if (error instanceof ConnectionError) {
          timer = setTimeout(() => attempt(number + 1), backoffMs(number));
        }
      },
    );
  };
  attempt(1);
  return () => {
    stop.abort();
    clearTimeout(timer);
  };
}
