export interface Toast {
  readonly id: number;
  readonly words: string;
  /** Undoes what the toast reports. */
  readonly undo?: () => void;
}

const listeners = new Set<(toasts: readonly Toast[]) => void>();
let toasts: readonly Toast[] = [];
let lastId = 0;

/** Reports what was done; with `undo` it can be undone while the toast is shown. */
export function showToast(words: string, undo?: () => void): void {
  lastId += 1;
  publish([...toasts, { id: lastId, words, ...(undo === undefined ? {} : { undo }) }]);
}

export function closeToast(id: number): void {
  publish(toasts.filter((toast) => toast.id !== id));
}

/** Calls the listener at once, and whenever the toasts change. */
export function onToasts(listener: (toasts: readonly Toast[]) => void): () => void {
  listener(toasts);
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function publish(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener(toasts);
}
