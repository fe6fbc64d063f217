/** The tabs of a browser share the cookie of the session. */
const channel = new BroadcastChannel("gavel.session");

/** Notifies the other tabs of a sign-in or sign-out in this one. */
export function announceSession(): void {
  channel.postMessage(null);
}

/** Calls the listener after a sign-in or sign-out in another tab. Returns a function that ends this. */
export function onSessionOfOtherTab(listener: () => void): () => void {
  channel.addEventListener("message", listener);
  return () => channel.removeEventListener("message", listener);
}
