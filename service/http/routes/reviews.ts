import type { Context, Hono } from "hono";
import {
  type AppealRequest,
  appealRequestSchema,
  type ClaimReviewRequest,
  claimReviewRequestSchema,
  type DecideReviewRequest,
  decideReviewRequestSchema,
  DEFAULT_LEASE_SECONDS,
  type NextReview,
  type NextReviewRequest,
  nextReviewRequestSchema,
  type ReviewerRequest,
  reviewerRequestSchema,
  type ReviewExportQuery,
  reviewExportQuerySchema,
  type ReviewNoteRequest,
  reviewNoteRequestSchema,
  type ReviewPage,
  type ReviewQuery,
  reviewQuerySchema,
  type ReviewStatsQuery,
  reviewStatsQuerySchema,
} from "../../../schemas/review-item.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import { DEFAULT_PAGE_SIZE } from "../../../schemas/verdict-query.ts";
import type { Reviewer } from "../../reviews/review-store.ts";
import type { AppDependencies, AppEnv } from "../dependencies.ts";
import type { ExportLimit } from "../export-limit.ts";
import { linesBody } from "../lines-body.ts";
import { requireScope } from "../middleware/authenticate.ts";
import { readJson } from "../middleware/body.ts";
import { verdictIdOf } from "../path-ids.ts";
import { readQuery } from "../query.ts";

const DEFAULT_STATS_DAYS = 30;

const validateNext = compileValidator<NextReviewRequest>(nextReviewRequestSchema);
const validateClaim = compileValidator<ClaimReviewRequest>(claimReviewRequestSchema);
const validateReviewer = compileValidator<ReviewerRequest>(reviewerRequestSchema);
const validateDecision = compileValidator<DecideReviewRequest>(decideReviewRequestSchema);
const validateNote = compileValidator<ReviewNoteRequest>(reviewNoteRequestSchema);
const validateAppeal = compileValidator<AppealRequest>(appealRequestSchema);
const validateQuery = compileValidator<ReviewQuery>(reviewQuerySchema);
const validateStatsQuery = compileValidator<ReviewStatsQuery>(reviewStatsQuerySchema);
const validateExportQuery = compileValidator<ReviewExportQuery>(reviewExportQuerySchema);

/** The review queue. A reviewer is an API key and, if several people share it, the `reviewer` of the request. */
export function reviewRoutes(
  app: Hono<AppEnv>,
  { reviews, config }: Pick<AppDependencies, "reviews" | "config">,
  exports: ExportLimit,
): void {
  const read = requireScope("reviews:read");
  const write = requireScope("reviews:write");
  const bodyOf = <T>(c: Context<AppEnv>, validate: ReturnType<typeof compileValidator<T>>): Promise<T> =>
    readJson(c.req.raw, config.http.maxBodyBytes, validate);

  app.get("/reviews", read, async (c) => {
    const {
      limit = DEFAULT_PAGE_SIZE,
      policy_id,
      ...rest
    } = readQuery(c.req.url, reviewQuerySchema, validateQuery);
    const { items, nextCursor } = await reviews.list({ ...policyOf(policy_id), ...rest, limit });
    const page: ReviewPage = { data: [...items], next_cursor: nextCursor };
    return c.json(page);
  });

  app.post("/reviews/next", write, async (c) => {
    const { policy_id, state = "needs_review", reviewer, lease_seconds } = await bodyOf(c, validateNext);
    const options = { ...policyOf(policy_id), state, leaseMs: leaseMsOf(lease_seconds) };
    const next: NextReview = { item: await reviews.claimNext(reviewerOf(c, reviewer), options) };
    if (next.item !== null) c.set("verdictIds", [next.item.id]);
    return c.json(next);
  });

  app.get("/reviews/stats", read, async (c) => {
    const { policy_id, days = DEFAULT_STATS_DAYS } = readQuery(
      c.req.url,
      reviewStatsQuerySchema,
      validateStatsQuery,
    );
    return c.json(await reviews.stats({ ...policyOf(policy_id), days }));
  });

  app.get("/reviews/export", requireScope("content:read"), async (c) => {
    const { policy_id, ...rest } = readQuery(c.req.url, reviewExportQuerySchema, validateExportQuery);
    const headers = {
      "Content-Type": "application/jsonl",
      "Content-Disposition": 'attachment; filename="reviews.jsonl"',
    };
    return exports.respond(c, headers, async () =>
      linesBody(await reviews.export(c.get("caller").keyId, { ...policyOf(policy_id), ...rest })),
    );
  });

  app.get("/reviews/:id", read, async (c) => c.json(await reviews.get(idOf(c))));

  app.post("/reviews/:id/claim", write, async (c) => {
    const { reviewer, lease_seconds } = await bodyOf(c, validateClaim);
    return c.json(await reviews.claim(idOf(c), reviewerOf(c, reviewer), leaseMsOf(lease_seconds)));
  });

  app.post("/reviews/:id/release", write, async (c) => {
    const { reviewer } = await bodyOf(c, validateReviewer);
    return c.json(await reviews.release(idOf(c), reviewerOf(c, reviewer)));
  });

  app.post("/reviews/:id/skip", write, async (c) => {
    const { reviewer } = await bodyOf(c, validateReviewer);
    return c.json(await reviews.skip(idOf(c), reviewerOf(c, reviewer)));
  });

  app.post("/reviews/:id/decision", write, async (c) => {
    const request = await bodyOf(c, validateDecision);
    return c.json(await reviews.decide(idOf(c), reviewerOf(c, request.reviewer), request));
  });

  app.post("/reviews/:id/undo", write, async (c) => {
    const { reviewer } = await bodyOf(c, validateReviewer);
    return c.json(await reviews.undo(idOf(c), reviewerOf(c, reviewer)));
  });

  app.post("/reviews/:id/notes", write, async (c) => {
    const { text, reviewer } = await bodyOf(c, validateNote);
    return c.json(await reviews.addNote(idOf(c), reviewerOf(c, reviewer), text));
  });

  app.post("/verdicts/:id/appeals", write, async (c) => {
    const { complaint } = await bodyOf(c, validateAppeal);
    return c.json(await reviews.appeal(idOf(c), reviewerOf(c, undefined), complaint));
  });
}

function idOf(c: Context<AppEnv>): string {
  const id = verdictIdOf(c.req.param("id") ?? "");
  c.set("verdictIds", [id]);
  return id;
}

function reviewerOf(c: Context<AppEnv>, name: string | undefined): Reviewer {
  return { keyId: c.get("caller").keyId, name: name ?? null };
}

function policyOf(id: string | undefined): { readonly policyId?: string } {
  return id === undefined ? {} : { policyId: id };
}

function leaseMsOf(seconds: number = DEFAULT_LEASE_SECONDS): number {
  return seconds * 1000;
}
