import { useEffect, useState } from "preact/hooks";
import type { Schemas } from "../../../../packages/client/src/client.ts";
import { client } from "../../../data/client.ts";

export type PolicyLint = Schemas["PolicyLint"];
export type PolicyFinding = PolicyLint["findings"][number];

export interface Lint {
  /** The report about the last checked text; null until there is one. */
  readonly result: PolicyLint | null;
  /** Why it could not be checked. */
  readonly error: unknown;
  /** Whether the text was changed since it was checked. */
  readonly pending: boolean;
}

const PAUSE_MS = 500;

/** Checks a text whenever the author stops typing. */
export function useLint(text: string): Lint {
  const [lint, setLint] = useState<Lint>({ result: null, error: undefined, pending: true });
  useEffect(() => {
    const stop = new AbortController();
    setLint((old) => ({ ...old, pending: true }));
    const timer = setTimeout(() => {
      client.call("lintPolicy", { body: text, signal: stop.signal }).then(
        ({ data }) => setLint({ result: data, error: undefined, pending: false }),
        (error: unknown) => {
          if (!stop.signal.aborted) setLint((old) => ({ ...old, error, pending: false }));
        },
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text]);
  return lint;
}
