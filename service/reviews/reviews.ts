import {
  type DecideReviewRequest,
  DEFAULT_LEASE_SECONDS,
  type ReviewDetail,
  type ReviewItem,
  type ReviewStats,
} from "../../schemas/review-item.ts";
import type { AuditLog } from "../audit/audit-log.ts";
import { ServiceError } from "../errors.ts";
import type { VerdictStore } from "../judging/verdict-store.ts";
import type { PolicyStore } from "../policies/policy-store.ts";
import { checkDecision } from "./check-decision.ts";
import { goldenLine } from "./golden-line.ts";
import { reviewStats } from "./review-stats.ts";
import type { Reviewer, ReviewStore } from "./review-store.ts";

const UNDO_MS = 60_000;
const DAY_MS = 24 * 3600 * 1000;
/** Number of items whose content is in memory at a time during an export. */
const EXPORT_PAGE = 20;

export interface ReviewDependencies {
  readonly store: ReviewStore;
  readonly verdicts: Pick<VerdictStore, "get">;
  readonly policies: Pick<PolicyStore, "getVersion">;
  readonly audit: Pick<AuditLog, "append">;
}

/** The work of reviewers, as the routes use it. Errors are those of ReviewStore, and review_not_found. */
export class Reviews {
  readonly #deps: ReviewDependencies;

  constructor(deps: ReviewDependencies) {
    this.#deps = deps;
  }

  /** Throws invalid_request if the decision contradicts itself, the verdict or the policy. */
  async decide(id: string, reviewer: Reviewer, request: DecideReviewRequest): Promise<ReviewItem> {
    const { store, verdicts, policies } = this.#deps;
    const record = await verdicts.get(id);
    if (record === null) throw new ServiceError("verdict_not_found", "");
    const { policy } = await policies.getVersion(record.policy.id, record.policy.version);
    return store.decide(id, reviewer, checkDecision(request, record, policy));
  }

  undo(id: string, reviewer: Reviewer): Promise<ReviewItem> {
    const times = { withinMs: UNDO_MS, leaseMs: DEFAULT_LEASE_SECONDS * 1000 };
    return this.#deps.store.undo(id, reviewer, times);
  }

  async get(id: string): Promise<ReviewDetail> {
    return found(await this.#deps.store.get(id));
  }

  async skip(id: string, reviewer: Reviewer): Promise<ReviewItem> {
    return found(await this.#deps.store.skip(id, reviewer));
  }

  async release(id: string, reviewer: Reviewer): Promise<ReviewItem> {
    return found(await this.#deps.store.release(id, reviewer));
  }

  async addNote(id: string, reviewer: Reviewer, text: string): Promise<ReviewItem> {
    return found(await this.#deps.store.addNote(id, reviewer, text));
  }

  async stats({
    days,
    policyId,
  }: {
    readonly days: number;
    readonly policyId?: string;
  }): Promise<ReviewStats> {
    const since = new Date(Date.now() - days * DAY_MS);
    const counts = await this.#deps.store.count({ since, ...(policyId === undefined ? {} : { policyId }) });
    return reviewStats(counts, days);
  }

  claimNext(...args: Parameters<ReviewStore["claimNext"]>): ReturnType<ReviewStore["claimNext"]> {
    return this.#deps.store.claimNext(...args);
  }

  claim(...args: Parameters<ReviewStore["claim"]>): ReturnType<ReviewStore["claim"]> {
    return this.#deps.store.claim(...args);
  }

  appeal(...args: Parameters<ReviewStore["appeal"]>): ReturnType<ReviewStore["appeal"]> {
    return this.#deps.store.appeal(...args);
  }

  list(...args: Parameters<ReviewStore["list"]>): ReturnType<ReviewStore["list"]> {
    return this.#deps.store.list(...args);
  }

  /** Decided items as lines of a golden set, page by page. The audit log records who read their content. */
  async export(keyId: string, filter: ExportFilter): Promise<AsyncGenerator<string, void, void>> {
    const detail = { policy_id: filter.policyId ?? null, state: filter.state ?? null };
    await this.#deps.audit.append([
      { actor: keyId, action: "review.exported", subject: "/reviews/export", detail },
    ]);
    return this.#lines(filter);
  }

  async *#lines(filter: ExportFilter): AsyncGenerator<string, void, void> {
    let after: number | null = 0;
    while (after !== null) {
      const page = await this.#deps.store.listDecided({ ...filter, after, limit: EXPORT_PAGE });
      yield page.items.map(goldenLine).join("");
      after = page.next;
    }
  }
}

interface ExportFilter {
  readonly policyId?: string;
  readonly state?: "agreed" | "overturned";
}

function found<T>(value: T | null): T {
  if (value === null) throw new ServiceError("review_not_found", "");
  return value;
}
