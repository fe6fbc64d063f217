import type { HubAnswer, HubEndpoint } from "./endpoint.ts";
import { type HubError, HubUnavailableError } from "./hub-error.ts";
import type { HubFile, Snapshot } from "./snapshot.ts";
import { statusError } from "./status-error.ts";

/** The server was asked for the rest of a file and answered with something else than that. */
export class RangeIgnoredError extends HubUnavailableError {}

/**
 * A file's bytes from `offset` to the announced size, and never more: whether they are the right ones is for the
 * checksum to say. A server that does not do ranges sends everything, and what is there already is passed over.
 * Throws HubError, or HubUnavailableError where it may be asked again.
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
  const answer = await hub.get(
    `${hub.url}/${snapshot.repo}/resolve/${snapshot.commit}/${encodeURIComponent(file.path)}`,
    {
      // Sizes and ranges count the bytes of the file, not of a compressed form of it.
      "accept-encoding": "identity",
      ...(ranged && offset > 0 ? { range: `bytes=${offset}-` } : {}),
    },
    signal,
  );
  const fault = statusFault(answer, hub, snapshot) ?? sizeFault(answer, file, offset);
  if (fault !== null) {
    await answer.cancel();
    throw fault;
  }
  let position = answer.status === 206 ? offset : 0;
  for await (const chunk of answer.chunks()) {
    const from = Math.max(0, offset - position);
    const to = Math.min(chunk.length, file.size - position);
    if (from < to) yield chunk.subarray(from, to);
    position += chunk.length;
    if (position >= file.size) return;
  }
  throw new HubUnavailableError(
    `${answer.host} ended ${file.path} after ${position} of ${file.size} announced bytes`,
  );
}

function statusFault(answer: HubAnswer, hub: HubEndpoint, snapshot: Snapshot): HubError | null {
  return [200, 206, 416].includes(answer.status) ? null : statusError(answer, hub, snapshot);
}

function sizeFault({ status, headers, host }: HubAnswer, file: HubFile, offset: number): HubError | null {
  if (status === 416) return new RangeIgnoredError(`${host} has less of ${file.path} than was announced`);
  if (status === 206) {
    const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get("content-range") ?? "") ?? [];
    const asked = Number(start) === offset && (total === "*" || Number(total) === file.size);
    return asked
      ? null
      : new RangeIgnoredError(`${host} sent another part of ${file.path} than was asked for`);
  }
  const length = headers.has("content-encoding") ? null : headers.get("content-length");
  if (length === null || Number(length) === file.size) return null;
  return new HubUnavailableError(
    `${host} has ${length} bytes of ${file.path}, where ${file.size} were announced`,
  );
}
