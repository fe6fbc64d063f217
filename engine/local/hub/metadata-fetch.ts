import type { HubEndpoint } from "./endpoint.ts";
import { HubError } from "./hub-error.ts";
import type { ModelRef } from "./model-ref.ts";
import { Retries, type RetryOptions } from "./retries.ts";
import { statusError } from "./status-error.ts";

const MAX_RESPONSE_BYTES = 64 * 1024 * 1024;

/**
 * Returns a `fetch` for @huggingface/hub that follows the endpoint's rules for tokens and redirects, and retries.
 *
 * It throws HubError for every status other than 2xx: the library would put addresses and bodies into its errors.
 */
export function metadataFetch(hub: HubEndpoint, ref: ModelRef, options: RetryOptions): typeof fetch {
  return async (input, init) => {
    const { url, headers } = new Request(input, init);
    const retries = new Retries(options.retryPolicy.metadataAttempts, options);
    for (;;) {
      try {
        const response = await hub.get(url, Object.fromEntries(headers), options.signal);
        if (response.status < 200 || response.status > 299) {
          await response.cancel();
          throw statusError(response, hub, ref);
        }
        return new Response(await wholeBody(response.chunks()), {
          status: response.status,
          headers: response.headers,
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
    if (bytes > MAX_RESPONSE_BYTES) throw new HubError("the hub's response is larger than any list of files");
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}
