/** The tabs of a browser share the cookie of the session. */
const channel = new BroadcastChannel("gavel.session");

/** Tells the other tabs that somebody has signed in or out here. */
export function announceSession(): void {
  channel.postMessage(null);
}

/** When somebody has signed in or out in another tab. */
export function onSessionOfOtherTab(listener: () => void): () => void {
  channel.addEventListener("message", listener);
  return () => channel.removeEventListener("message", listener);
}
