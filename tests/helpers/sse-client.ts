import type { VerdictRecord } from "../../schemas/verdict-record.ts";

export interface SseMessage {
  readonly event: string;
  readonly id: string;
  readonly data: string;
}

/**
 * One connection to an event stream, parsed by WHATWG HTML, section 9.2.6, independently of how the service writes it:
 * an incomplete block at the end is dropped.
 */
export class SseConnection {
  readonly response: Response;
  /** What the client would send as Last-Event-ID. */
  lastEventId: string;
  comments = 0;
  retryMs: number | null = null;
  readonly #abort: AbortController;
  readonly #lines: AsyncGenerator<string, void, void>;

  /** Reads an existing response. */
  static of(response: Response): SseConnection {
    return new SseConnection(response, new AbortController(), "");
  }

  private constructor(response: Response, abort: AbortController, lastEventId: string) {
    this.response = response;
    this.lastEventId = lastEventId;
    this.#abort = abort;
    this.#lines = linesOf(response);
  }

  static async open(
    url: string,
    { key, lastEventId = "" }: { readonly key: string; readonly lastEventId?: string },
  ): Promise<SseConnection> {
    const abort = new AbortController();
    const response = await fetch(url, {
      signal: abort.signal,
      headers: {
        authorization: `Bearer ${key}`,
        accept: "text/event-stream",
        ...(lastEventId === "" ? {} : { "last-event-id": lastEventId }),
      },
    });
    return new SseConnection(response, abort, lastEventId);
  }

  /** The next event; null at the end of the stream, whatever its cause. */
  async next(): Promise<SseMessage | null> {
    for (;;) {
      const block = await this.block();
      if (block === null || block.data !== null) return block as SseMessage | null;
    }
  }

  /** The next block, which is no event if it has no data. */
  async block(): Promise<(Omit<SseMessage, "data"> & { readonly data: string | null }) | null> {
    let event = "";
    let data: string | null = null;
    let id = this.lastEventId;
    for (;;) {
      const read = await this.#lines.next().catch(() => ({ done: true }) as const);
      if (read.done === true) return null;
      const line = read.value;
      if (line === "") {
        this.lastEventId = id;
        return { event: event === "" ? "message" : event, id, data };
      }
      const [, field = "", value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
      if (line.startsWith(":")) this.comments += 1;
      else if (field === "event") event = value;
      else if (field === "data") data = data === null ? value : `${data}\n${value}`;
      else if (field === "id" && !value.includes("\0")) id = value;
      else if (field === "retry" && /^\d+$/.test(value)) this.retryMs = Number(value);
    }
  }

  async nextRecord(): Promise<VerdictRecord | null> {
    const message = await this.next();
    return message === null ? null : (JSON.parse(message.data) as VerdictRecord);
  }

  /** Closes the connection. */
  drop(): void {
    this.#abort.abort();
  }
}

async function* linesOf(response: Response): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r/);
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
