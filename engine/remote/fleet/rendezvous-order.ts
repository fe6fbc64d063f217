import { createHash } from "node:crypto";

/**
 * The servers in the order of preference of `key`: highest random weight first, weight = the first 48 bits
 * of sha256(key, url) (Thaler and Ravishankar, "Using name-based mappings to increase hit rates", 1998).
 *
 * Depends only on key and urls, so every process routes a key to the same server. A server that leaves or
 * returns moves only the keys whose first choice it is; the order of the other servers never changes.
 */
export function rendezvousOrder(key: string, urls: readonly string[]): number[] {
  const weights = urls.map((url) => weight(key, url));
  return urls
    .map((_, index) => index)
    .sort((a, b) => weights[b]! - weights[a]! || (urls[a]! < urls[b]! ? -1 : 1));
}

function weight(key: string, url: string): number {
  // JSON distinguishes ("a", "bc") from ("ab", "c").
  return createHash("sha256")
    .update(JSON.stringify([key, url]))
    .digest()
    .readUIntBE(0, 6);
}
