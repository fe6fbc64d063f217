/** Whether the last request reached the service. */
const listeners = new Set<(lost: boolean) => void>();
let isLost = false;

export function reportConnection(lost: boolean): void {
  if (lost === isLost) return;
  isLost = lost;
  for (const listener of listeners) listener(lost);
}

export function connectionLost(): boolean {
  return isLost;
}

export function onConnection(listener: (lost: boolean) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
