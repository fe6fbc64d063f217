import type { HubResponse, HubEndpoint } from "./endpoint.ts";
import { type HubError, HubUnavailableError } from "./hub-error.ts";
import type { HubFile, Snapshot } from "./snapshot.ts";
import { statusError } from "./status-error.ts";

/** The server did not return the requested range. */
export class RangeIgnoredError extends HubUnavailableError {}

/**
 * Yields a file's bytes from `offset` to the expected size, and never more. The checksum decides whether they are
 * right.
 *
 * A server without range requests sends the whole file; the bytes before `offset` are skipped. Throws HubError, or
 * HubUnavailableError if a retry may succeed.
 */
export async function* readFrom(
  hub: HubEndpoint,
  snapshot: Snapshot,
  file: HubFile,
  {
    offset,
    ranged,
    signal,
  }: { readonly offset: number; readonly ranged: boolean; readonly signal: AbortSignal },
): AsyncGenerator<Uint8Array> {
  const response = await hub.get(
    `${hub.url}/${snapshot.repo}/resolve/${snapshot.commit}/${encodeURIComponent(file.path)}`,
    {
      // Sizes and ranges refer to the file's bytes, not to a compressed encoding.
      "accept-encoding": "identity",
      ...(ranged && offset > 0 ? { range: `bytes=${offset}-` } : {}),
    },
    signal,
  );
  const fault = statusFault(response, hub, snapshot) ?? sizeFault(response, file, offset);
  if (fault !== null) {
    await response.cancel();
    throw fault;
  }
  let position = response.status === 206 ? offset : 0;
  for await (const chunk of response.chunks()) {
    const from = Math.max(0, offset - position);
    const to = Math.min(chunk.length, file.size - position);
    if (from < to) yield chunk.subarray(from, to);
    position += chunk.length;
    if (position >= file.size) return;
  }
  throw new HubUnavailableError(
    `${response.host} ended ${file.path} after ${position} of ${file.size} bytes`,
  );
}

function statusFault(response: HubResponse, hub: HubEndpoint, snapshot: Snapshot): HubError | null {
  return [200, 206, 416].includes(response.status) ? null : statusError(response, hub, snapshot);
}

function sizeFault({ status, headers, host }: HubResponse, file: HubFile, offset: number): HubError | null {
  if (status === 416) return new RangeIgnoredError(`${host} has a shorter ${file.path} than the hub lists`);
  if (status === 206) {
    const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get("content-range") ?? "") ?? [];
    const matches = Number(start) === offset && (total === "*" || Number(total) === file.size);
    return matches
      ? null
      : new RangeIgnoredError(`${host} returned another range of ${file.path} than requested`);
  }
  const length = headers.has("content-encoding") ? null : headers.get("content-length");
  if (length === null || Number(length) === file.size) return null;
  return new HubUnavailableError(`${host} has ${length} bytes of ${file.path} instead of ${file.size}`);
}
