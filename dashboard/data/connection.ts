/** Whether the last request reached the service. */
const listeners = new Set<(lost: boolean) => void>();
let isLost = false;

export function reportConnection(lost: boolean): void {
  if (lost === isLost) return;
  isLost = lost;
  for (const listener of listeners) listener(lost);
}

/** Calls the listener at once, and whenever the connection is lost or back. */
export function onConnection(listener: (lost: boolean) => void): () => void {
  listener(isLost);
  listeners.add(listener);
  return () => listeners.delete(listener);
}
