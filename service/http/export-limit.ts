import type { Context } from "hono";
import { ServiceError } from "../errors.ts";
import type { AppEnv } from "./dependencies.ts";
import { OpenPerKey } from "./open-per-key.ts";

const RETRY_AFTER_SECONDS = 5;

/**
 * Limits how many exports of one key this process streams at a time: each reads the store until its client has
 * everything.
 */
export class ExportLimit {
  readonly #open = new OpenPerKey();
  readonly #maxPerKey: number;

  constructor(maxPerKey: number) {
    this.#maxPerKey = maxPerKey;
  }

  /** Responds with a stream, which counts until it ends or its client leaves. Throws concurrency_limit_exceeded. */
  async respond(
    c: Context<AppEnv>,
    headers: Record<string, string>,
    open: () => Promise<ReadableStream<Uint8Array>>,
  ): Promise<Response> {
    // The body of the response would never be read.
    if (c.req.method === "HEAD") return c.body(null, 200, headers);
    const end = this.#open.begin(c.get("caller").keyId, this.#maxPerKey);
    if (end === null) {
      throw new ServiceError(
        "concurrency_limit_exceeded",
        `The limit is ${this.#maxPerKey} exports at a time. Wait until one of them ends.`,
        { retryAfterSeconds: RETRY_AFTER_SECONDS },
      );
    }
    c.req.raw.signal.addEventListener("abort", end, { once: true });
    try {
      return c.body(notifying(await open(), end), 200, headers);
    } catch (error) {
      end();
      throw error;
    }
  }
}

/** The same stream; calls `end` when nothing more is read from it. */
function notifying(body: ReadableStream<Uint8Array>, end: () => void): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (!done) return controller.enqueue(value);
          end();
          controller.close();
        } catch (error) {
          end();
          throw error;
        }
      },
      async cancel(reason) {
        end();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
