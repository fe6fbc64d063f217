import { createHash } from "node:crypto";

/**
 * The servers in the order in which `key` prefers them: highest random weight first, weight = the first 48 bits
 * of sha256(key, url) (Thaler and Ravishankar, "Using name-based mappings to increase hit rates", 1998).
 *
 * Depends on nothing but key and urls, so every process sends a key the same way. A server that leaves or
 * returns moves only the keys that have it in front; the order of the others never changes.
 */
export function rendezvousOrder(key: string, urls: readonly string[]): number[] {
  const weights = urls.map((url) => weight(key, url));
  return urls
    .map((_, index) => index)
    .sort((a, b) => weights[b]! - weights[a]! || (urls[a]! < urls[b]! ? -1 : 1));
}

function weight(key: string, url: string): number {
  // JSON keeps ("a", "bc") and ("ab", "c") apart.
  return createHash("sha256")
    .update(JSON.stringify([key, url]))
    .digest()
    .readUIntBE(0, 6);
}
