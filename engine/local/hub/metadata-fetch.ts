import type { HubEndpoint } from "./endpoint.ts";
import { HubError } from "./hub-error.ts";
import type { ModelRef } from "./model-ref.ts";
import { Retries, type RetryOptions } from "./retries.ts";
import { statusError } from "./status-error.ts";

const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/**
 * A `fetch` for @huggingface/hub: the endpoint's rules about tokens and redirects, whole answers, bounded retries.
 * It throws HubError for every status other than 2xx, so that the library, which puts addresses and bodies into
 * its errors, never sees one.
 */
export function metadataFetch(hub: HubEndpoint, ref: ModelRef, options: RetryOptions): typeof fetch {
  return async (input, init) => {
    const { url, headers } = new Request(input, init);
    const retries = new Retries(options.patience.attempts, options);
    for (;;) {
      try {
        const answer = await hub.get(url, Object.fromEntries(headers), options.signal);
        if (answer.status < 200 || answer.status > 299) {
          await answer.cancel();
          throw statusError(answer, hub, ref);
        }
        return new Response(await wholeBody(answer.chunks()), {
          status: answer.status,
          headers: answer.headers,
        });
      } catch (error) {
        await retries.waitAfter(error);
      }
    }
  };
}

async function wholeBody(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new HubError("the hub's answer is larger than any list of files");
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}
