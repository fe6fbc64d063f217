import type { ErrorEntry } from "./error-entry.ts";

/** Codes of webhooks and their deliveries. */
export const WEBHOOK_ERRORS = {
  webhook_not_found: {
    status: 404,
    title: "The webhook was not found",
    cause: "No webhook has this id.",
    remedy: "List the webhooks with GET /webhooks.",
  },
  webhook_delivery_not_found: {
    status: 404,
    title: "The webhook delivery was not found",
    cause:
      "No delivery has this id, its retention period is over, or its record or webhook has been deleted.",
    remedy: "List the deliveries with GET /webhooks/{webhook_id}/deliveries.",
  },
  webhook_limit_reached: {
    status: 409,
    title: "The limit of webhooks has been reached",
    cause: "The service already has 100 webhooks, the maximum.",
    remedy: "Delete one that is no longer used, or let one receiver forward events to others.",
  },
  webhook_url_refused: {
    status: 422,
    title: "The webhook's URL is not allowed",
    cause:
      "The URL is not https, contains a user name or password, or resolves to an address that is not public (loopback, " +
      "private, link-local).",
    remedy:
      "Use an https URL of a public address. For receivers inside your network set `GAVEL_WEBHOOK_ALLOW_PRIVATE=true`.",
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
