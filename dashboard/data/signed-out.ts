const listeners = new Set<() => void>();

/** The service refused the session: it has ended, or its key was revoked. */
export function reportSignedOut(): void {
  for (const listener of listeners) listener();
}

export function onSignedOut(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
