export interface Toast {
  readonly id: number;
  readonly words: string;
  /** Takes back what the toast tells. */
  readonly undo?: () => void;
}

const listeners = new Set<(toasts: readonly Toast[]) => void>();
let toasts: readonly Toast[] = [];
let lastId = 0;

/** Tells what was done; with `undo` it can be taken back while the toast is shown. */
export function showToast(words: string, undo?: () => void): void {
  lastId += 1;
  publish([...toasts, { id: lastId, words, ...(undo === undefined ? {} : { undo }) }]);
}

export function closeToast(id: number): void {
  publish(toasts.filter((toast) => toast.id !== id));
}

export function onToasts(listener: (toasts: readonly Toast[]) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function publish(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener(toasts);
}
