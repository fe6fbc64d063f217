import { Hono } from "hono";
import type { KeyStore } from "../../../service/keys/key-store.ts";
import type { VerdictStore } from "../../../service/judging/verdict-store.ts";
import { createLogger } from "../../../service/logger.ts";
import type { AppEnv } from "../../../service/http/dependencies.ts";
import { Callers, type CallersOptions } from "../../../service/http/callers.ts";
import { authenticate } from "../../../service/http/middleware/authenticate.ts";
import { requestId } from "../../../service/http/middleware/request-id.ts";
import { PerMinute } from "../../../service/http/per-minute.ts";
import { problemResponse, toProblem } from "../../../service/http/problem.ts";
import { type StreamTimes, verdictStreamRoutes } from "../../../service/http/routes/verdict-stream.ts";
import { type RunningServer, startServer } from "../../../service/http/server.ts";

export const KEY = "a-key-for-streams";

export interface StreamServerOptions {
  readonly times?: Partial<StreamTimes>;
  readonly authenticate?: KeyStore["authenticate"];
  readonly log?: (line: string) => void;
}

/** The stream alone, with stores to which the test writes. */
export function startStreamServer(
  verdicts: VerdictStore,
  { times = {}, authenticate: find, log = () => undefined }: StreamServerOptions = {},
): Promise<RunningServer> {
  const caller = { keyId: "k", scopes: ["verdicts:read"] as const };
  const keys = { authenticate: find ?? (async (key: string) => (key === KEY ? caller : null)) };
  const callers = new Callers({ keys, sessions: {} } as unknown as CallersOptions);
  const app = new Hono<AppEnv>();
  app.onError((error, c) => problemResponse(toProblem(error, c.get("requestId"))));
  const none = new Set<string>();
  app.use(
    requestId,
    authenticate({
      callers,
      isOpen: () => false,
      basic: none,
      apiKeyHeader: none,
      failures: new PerMinute(1000),
      keyUse: { note: () => undefined },
    }),
  );
  verdictStreamRoutes(
    app,
    {
      verdicts,
      callers,
      logger: createLogger({ level: "debug" }, { write: log }),
      config: { http: { maxStreams: 20, maxStreamsPerKey: 20 } },
    },
    { heartbeatMs: 15_000, stallMs: 30_000, retryMs: 100, ...times },
  );
  return startServer(app, { host: "127.0.0.1", port: 0 });
}
