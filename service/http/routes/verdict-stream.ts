import type { Context, Hono } from "hono";
import { linkSignals, type LinkedSignal } from "../../../engine/waiting/link-signals.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import {
  BEGINNING,
  type VerdictStreamQuery,
  verdictStreamQuerySchema,
} from "../../../schemas/verdict-query.ts";
import type { VerdictFilter } from "../../judging/verdict-filter.ts";
import type { Config } from "../../config/config.ts";
import { ServiceError } from "../../errors.ts";
import type { Callers } from "../callers.ts";
import type { AppDependencies, AppEnv } from "../dependencies.ts";
import { hasScope, requireScope } from "../middleware/authenticate.ts";
import { OpenPerKey } from "../open-per-key.ts";
import { readQuery } from "../query.ts";
import { safeError } from "../safe-error.ts";
import { settledFeed } from "../settled-feed.ts";
import { SSE_HEADERS, SSE_HEARTBEAT, sseEvent, sseOpening } from "../sse.ts";
import { sseBody } from "../sse-body.ts";
import { filterOf } from "../verdict-filter.ts";
import { closingSignal, disconnect } from "../waiting.ts";

export interface StreamDependencies extends Pick<AppDependencies, "verdicts" | "logger"> {
  readonly callers: Pick<Callers, "check">;
  readonly config: { readonly http: Pick<Config["http"], "maxStreams" | "maxStreamsPerKey"> };
}

export interface StreamTimes {
  /** A comment is sent after this long without events. */
  readonly heartbeatMs: number;
  /** A client that reads nothing for this long is disconnected. */
  readonly stallMs: number;
  /** How long clients should wait before they reconnect. */
  readonly retryMs: number;
}

const TIMES: StreamTimes = { heartbeatMs: 15_000, stallMs: 30_000, retryMs: 2000 };
const RETRY_AFTER_SECONDS = 10;

const validateQuery = compileValidator<VerdictStreamQuery>(verdictStreamQuerySchema);

/** GET /verdicts/stream. Must be routed before /verdicts/:id. */
export function verdictStreamRoutes(
  app: Hono<AppEnv>,
  { verdicts, callers, config, logger }: StreamDependencies,
  times: StreamTimes = TIMES,
): void {
  let open = 0;
  const perKey = new OpenPerKey();

  app.get("/verdicts/stream", requireScope("verdicts:read"), async (c) => {
    const query = readQuery(c.req.url, verdictStreamQuerySchema, validateQuery);
    const filter = filterOf(query);
    if (open >= config.http.maxStreams) {
      throw new ServiceError(
        "too_many_streams",
        `This instance already serves ${config.http.maxStreams} event streams, its maximum. Try again later.`,
        {
          retryAfterSeconds: RETRY_AFTER_SECONDS,
        },
      );
    }
    if (c.req.method === "HEAD") return c.body(null, 200, SSE_HEADERS);
    const ended = perKey.begin(c.get("caller").keyId, config.http.maxStreamsPerKey);
    if (ended === null) {
      throw new ServiceError(
        "concurrency_limit_exceeded",
        `The limit is ${config.http.maxStreamsPerKey} event streams. Close one of them first.`,
        { retryAfterSeconds: RETRY_AFTER_SECONDS },
      );
    }
    open += 1;
    const life = new StreamLife(c, () => {
      open -= 1;
      ended();
    });
    try {
      const start = startOf(c.req.header("Last-Event-ID"), query.after);
      const after = await startCursor(start, filter);
      const blocks = events(c, filter, after, life.signal);
      const onStall = (): void => {
        life.end();
        disconnect(c);
      };
      const onError = (error: unknown): void =>
        logger.error({ request_id: c.get("requestId"), error: safeError(error) }, "a verdict stream failed");
      const body = sseBody(blocks, { stallMs: times.stallMs, onStall, onError, onEnd: life.end });
      return c.body(body, 200, SSE_HEADERS);
    } catch (error) {
      life.end();
      throw error;
    }
  });

  /** Returns the cursor to start after. Throws invalid_cursor and not_ready, before the response has started. */
  async function startCursor(start: Start, filter: VerdictFilter): Promise<string> {
    if (start.at !== "cursor") return verdicts.settledCursor(filter, start.at);
    await verdicts.follow({ filter, limit: 1, after: start.cursor });
    return start.cursor;
  }

  async function* events(
    c: Context<AppEnv>,
    filter: VerdictFilter,
    after: string,
    signal: AbortSignal,
  ): AsyncGenerator<string, void, void> {
    const requestId = c.get("requestId");
    const credential = c.get("credential");
    const onUnavailable = (error: unknown): void =>
      logger.warn(
        { request_id: requestId, error: safeError(error) },
        "a verdict stream waits for the database",
      );
    yield sseOpening({ retryMs: times.retryMs, id: after });
    const feed = settledFeed(verdicts, {
      filter,
      after,
      signal,
      heartbeatMs: times.heartbeatMs,
      onUnavailable,
    });
    for await (const page of feed) {
      // A key may be revoked, and a session may end, while its stream is open. If that cannot be checked, no record is
      // sent.
      const allowed = await callers.check(credential).then(
        (caller) => caller !== null && hasScope(caller, "verdicts:read"),
        () => page === null,
      );
      if (!allowed) return;
      yield page === null
        ? SSE_HEARTBEAT
        : page.events.map(({ type, record, cursor }) => sseEvent(type, cursor, record)).join("");
    }
  }
}

type Start = { readonly at: "now" | "beginning" } | { readonly at: "cursor"; readonly cursor: string };

/** The header takes precedence: an EventSource that reconnects sends it with its original URL. */
function startOf(lastEventId: string | undefined, after: string | undefined): Start {
  if (lastEventId !== undefined && lastEventId !== "") return { at: "cursor", cursor: lastEventId };
  if (after === undefined) return { at: "now" };
  return after === BEGINNING ? { at: "beginning" } : { at: "cursor", cursor: after };
}

/**
 * The lifetime of a stream. It ends once: when the client disconnects, when the server starts to close, or when `end`
 * is called. The request's log line is written then.
 */
class StreamLife {
  readonly #linked: LinkedSignal;
  readonly end: () => void;

  constructor(c: Context<AppEnv>, onEnd: () => void) {
    this.#linked = linkSignals([c.req.raw.signal, closingSignal(c)]);
    let ended = (): void => undefined;
    c.set("ended", new Promise<void>((resolve) => (ended = resolve)));
    const finish = (): void => {
      this.#linked.unlink();
      onEnd();
      ended();
    };
    this.end = () => this.#linked.abort();
    if (this.signal.aborted) finish();
    else this.signal.addEventListener("abort", finish, { once: true });
  }

  get signal(): AbortSignal {
    return this.#linked.signal;
  }
}
