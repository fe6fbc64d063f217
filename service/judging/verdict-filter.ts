import type { ReviewState } from "../../schemas/review.ts";
import type { VerdictStatus } from "../../schemas/verdict-record.ts";

/** Which records a listing contains: those that meet every condition. */
export interface VerdictFilter extends SearchFilter {
  readonly policyId?: string;
  readonly violation?: 0 | 1;
  readonly status?: VerdictStatus;
  readonly externalId?: string;
  readonly keyId?: string;
  readonly reviewState?: ReviewState;
  /** Settled records only, whatever their outcome. */
  readonly settled?: true;
}

/** Conditions that only settled records can meet. */
export interface SearchFilter {
  /** Settled at this time or later, and before the other: ISO 8601 in UTC. */
  readonly since?: string;
  readonly until?: string;
  readonly category?: string;
  readonly ruleId?: string;
  readonly confidence?: string;
  /** Both included. */
  readonly minScore?: number;
  readonly maxScore?: number;
  /** Without a value, any value matches. Numbers and booleans as JSON writes them. */
  readonly metadata?: { readonly key: string; readonly value?: string };
  /** Words of the rationale, in the syntax of search engines: all of them, "a phrase", or, -not. */
  readonly rationale?: string;
}

const SEARCHES = [
  "since",
  "until",
  "category",
  "ruleId",
  "confidence",
  "minScore",
  "maxScore",
  "metadata",
  "rationale",
] as const satisfies readonly (keyof SearchFilter)[];

export function isSearch(filter: VerdictFilter): boolean {
  return SEARCHES.some((name) => filter[name] !== undefined);
}

/** Whether only settled records can match. */
export function selectsSettledOnly(filter: VerdictFilter): boolean {
  const { violation, status, reviewState, settled } = filter;
  return (
    settled === true ||
    violation !== undefined ||
    reviewState !== undefined ||
    (status !== undefined && status !== "queued" && status !== "running") ||
    isSearch(filter)
  );
}
