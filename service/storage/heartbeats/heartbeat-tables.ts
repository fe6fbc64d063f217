import { boolean, doublePrecision, integer, json, text, uuid } from "drizzle-orm/pg-core";
import type { ProcessReport } from "../../../schemas/service-state.ts";
import { databaseInstant, gavel, instant } from "../database/gavel-schema.ts";

/** Workers that can judge, as of their last heartbeat. */
export const workers = gavel.table("workers", {
  id: uuid().primaryKey(),
  /** Items judged at a time. */
  slots: integer().notNull(),
  /** Items per second with all slots in use. Null: nothing judged yet. */
  per_second: doublePrecision(),
  heard_at: databaseInstant().notNull(),
});

/** Processes of the service, by their heartbeats. `judges` is null for those that never judge. */
export const processes = gavel.table("processes", {
  id: uuid().primaryKey(),
  judges: boolean(),
  detail: text().notNull(),
  report: json().notNull().$type<ProcessReport>(),
  seen_at: instant().notNull(),
});
