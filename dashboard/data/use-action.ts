import { useRef, useState } from "preact/hooks";
import { GavelError } from "../../packages/client/src/client.ts";
import { reportSignedOut } from "./signed-out.ts";

export interface Action<Input> {
  readonly run: (input: Input) => void;
  readonly running: boolean;
  /** Why the last run failed. */
  readonly error: unknown;
  readonly clearError: () => void;
}

/**
 * An action that changes something in the service. Only one run at a time; if the session has ended, the sign-in page
 * opens.
 */
export function useAction<Input, Result>(
  act: (input: Input) => Promise<Result>,
  onDone: (result: Result, input: Input) => void,
): Action<Input> {
  const [state, setState] = useState<{ readonly running: boolean; readonly error: unknown }>({
    running: false,
    error: undefined,
  });
  const latest = useRef({ act, onDone });
  latest.current = { act, onDone };
  const isRunning = useRef(false);

  const run = (input: Input): void => {
    if (isRunning.current) return;
    isRunning.current = true;
    setState({ running: true, error: undefined });
    latest.current.act(input).then(
      (result) => {
        isRunning.current = false;
        setState({ running: false, error: undefined });
        latest.current.onDone(result, input);
      },
      (error: unknown) => {
        isRunning.current = false;
        setState({ running: false, error });
        if (error instanceof GavelError && error.status === 401) reportSignedOut();
      },
    );
  };
  return { ...state, run, clearError: () => setState((old) => ({ ...old, error: undefined })) };
}
