import type { AuditAction } from "./actions.ts";
import { ACTION_WORDS } from "./actions.ts";

/** The filters of the log, as they are in the URL. */
export interface AuditFilter {
  readonly action?: AuditAction;
  readonly actor?: string;
  readonly subject?: string;
  readonly since?: string;
  readonly until?: string;
}

/** The filters of the request. Days are in the user's time zone; `until` includes its day. */
export function auditFilter(query: Readonly<Record<string, string>>): AuditFilter {
  const { action, actor, subject } = query;
  const since = startOfDay(query["since"], 0);
  const until = startOfDay(query["until"], 1);
  return {
    ...(action !== undefined && Object.hasOwn(ACTION_WORDS, action) ? { action: action as AuditAction } : {}),
    ...(actor === undefined || actor === "" ? {} : { actor }),
    ...(subject === undefined || subject === "" ? {} : { subject }),
    ...(since === null ? {} : { since }),
    ...(until === null ? {} : { until }),
  };
}

/** The instant at which a day such as "2026-11-28", or one `later`, begins in the user's time zone. */
function startOfDay(day: string | undefined, later: number): string | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? "") ?? [];
  if (year === undefined) return null;
  const time = new Date(Number(year), Number(month) - 1, Number(date) + later);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
