import { useAction } from "./use-action.ts";

export interface Task {
  readonly busy: boolean;
  /** Why the last run failed. */
  readonly error: unknown;
  /** Runs it unless another one is running. */
  readonly run: (work: () => Promise<unknown>) => void;
}

/** Runs one of several actions at a time, which share their state and error. */
export function useTask(): Task {
  const { running, error, run } = useAction(
    (work: () => Promise<unknown>) => work(),
    () => undefined,
  );
  return { busy: running, error, run };
}
