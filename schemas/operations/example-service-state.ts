import type { ServiceState } from "../service-state.ts";

/** One process that does everything, with a model server. */
export const exampleServiceState: ServiceState = {
  at: "2026-11-23T09:30:00.000Z",
  ready: true,
  checks: {
    engine: { ok: true, detail: "self-test passed: both known items were judged correctly" },
    queue: { ok: true },
    database: { ok: true },
  },
  processes: [
    {
      id: "019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10",
      seen_at: "2026-11-23T09:29:59.412Z",
      responds: true,
      judges: true,
      detail: "self-test passed",
      role: "all",
      version: "0.1.0",
      started_at: "2026-11-23T08:00:00.000Z",
      worker: {
        slots: 64,
        busy: 12,
        items_per_second: 24.5,
        tokens_per_second: { prompt: 5100, cached: 4300, generated: 980 },
        self_test: "passed",
        engine: {
          model: "gpt-oss-safeguard-20b",
          engine: "vllm",
          engine_version: "0.32.0",
          warning: null,
          max_context_tokens: 8192,
          running: 12,
          waiting: 0,
          kv_cache_share: null,
          restarts: 0,
          servers: [
            {
              address: "safeguard-0.safeguard:8000",
              status: "up",
              in_flight: 12,
              max_in_flight: 64,
              ejections: 0,
              retry_in_ms: null,
            },
          ],
        },
      },
    },
  ],
  processes_left_out: 0,
  queue: {
    waiting: { interactive: 3, batch: 1200 },
    running: 12,
    oldest_waiting_at: "2026-11-23T09:12:00.000Z",
    slots: 64,
    items_per_second: 24.5,
    seconds_to_empty: 49.6,
    limit: 10000,
    keys: [
      {
        key_id: "3fa85f64a1b2",
        name: "forum backend",
        weight: 1,
        waiting: { interactive: 3, batch: 1200 },
        running: 12,
        limit: 10000,
        oldest_waiting_at: "2026-11-23T09:12:00.000Z",
      },
    ],
    keys_left_out: 0,
  },
  pending_deliveries: 0,
};
