import packageJson from "../package.json" with { type: "json" };
import type { Part, PartDependencies } from "./part.ts";
import { type DispatcherTiming, WebhookDispatcher } from "./webhooks/dispatcher.ts";

/**
 * How long deliveries in progress may take when the process closes. Another process, or the next start, makes the
 * others.
 */
const GRACE_MS = 3000;

/** Delivers settled records to webhooks. */
export function createDelivering(
  { config, stores, logger, metrics }: PartDependencies,
  timing: Partial<DispatcherTiming> = {},
): Part {
  const { allowPrivate, retentionMs } = config.webhooks;
  const dispatcher = new WebhookDispatcher({
    store: stores.webhooks,
    allowPrivate,
    retentionMs,
    userAgent: `Gavel/${packageJson.version}`,
    logger,
    onAttempt: (outcome) => metrics.countDelivery(outcome),
    timing,
  });
  return {
    start: () => dispatcher.start(),
    close: () => dispatcher.close({ graceMs: GRACE_MS }),
  };
}
