import type { ReviewDetail, ReviewItem } from "../../../schemas/review-item.ts";
import { ServiceError } from "../../errors.ts";
import { deriveReview } from "../../reviews/derive-review.ts";
import type { NewDecision, Reviewer, ReviewStore } from "../../reviews/review-store.ts";
import type { Database } from "../database/database.ts";
import { isVerdictId } from "../verdicts/verdict-row.ts";
import { changeReview, type ReviewChange } from "./review-change.ts";
import { claimNext } from "./review-claim.ts";
import { countReviews } from "./review-count.ts";
import { appealVerdict, claimItem, decideItem, releaseItem, undoDecision } from "./review-decide.ts";
import { addEvent } from "./review-events.ts";
import { listDecided } from "./review-export.ts";
import { findReview, itemsOf, listReviews, readEvents } from "./review-read.ts";
import { eventOf, factsOf } from "./review-row.ts";

/** The review queue in PostgreSQL or PGlite. */
export class DatabaseReviewStore implements ReviewStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  claimNext(
    reviewer: Reviewer,
    options: Parameters<ReviewStore["claimNext"]>[1],
  ): Promise<ReviewItem | null> {
    return this.#database.transaction((session) => claimNext(session, reviewer, options));
  }

  claim(id: string, reviewer: Reviewer, leaseMs: number): Promise<ReviewItem> {
    return this.#open(id, "request", (review) => claimItem(review, reviewer, leaseMs));
  }

  decide(id: string, reviewer: Reviewer, decision: NewDecision): Promise<ReviewItem> {
    return this.#open(id, "request", (review) => decideItem(review, reviewer, decision));
  }

  appeal(id: string, reviewer: Reviewer, complaint: string): Promise<ReviewItem> {
    return this.#open(id, "appeal", (review) => appealVerdict(review, reviewer, complaint));
  }

  async undo(id: string, reviewer: Reviewer, times: Parameters<ReviewStore["undo"]>[2]): Promise<ReviewItem> {
    const item = await this.#change(id, null, (review) => undoDecision(review, reviewer, times));
    if (item === null) throw new ServiceError("review_undo_refused", "This record has no review to undo.");
    return item;
  }

  release(id: string, reviewer: Reviewer): Promise<ReviewItem | null> {
    return this.#change(id, null, (review) => releaseItem(review, reviewer, { skips: false }));
  }

  skip(id: string, reviewer: Reviewer): Promise<ReviewItem | null> {
    return this.#change(id, null, (review) => releaseItem(review, reviewer, { skips: true }));
  }

  addNote(id: string, reviewer: Reviewer, text: string): Promise<ReviewItem | null> {
    return this.#change(id, null, async (review) => {
      await addEvent(review, reviewer, { type: "note", words: text });
      return null;
    });
  }

  async get(id: string): Promise<ReviewDetail | null> {
    if (!isVerdictId(id)) return null;
    return this.#database.run(async (session) => {
      const row = await findReview(session, id);
      const [item] = row === null ? [] : await itemsOf(session, [row]);
      if (row === null || item === undefined) return null;
      const events = await readEvents(session, id);
      const shown = new Set(deriveReview(factsOf(row, events)).decisions.map((decision) => decision.id));
      return {
        ...item,
        events: events
          .filter((event) => event.type !== "decision" || shown.has(event.id))
          .map((event) => eventOf(event)),
      };
    });
  }

  list(options: Parameters<ReviewStore["list"]>[0]): ReturnType<ReviewStore["list"]> {
    return this.#database.run((session) => listReviews(session, options));
  }

  listDecided(options: Parameters<ReviewStore["listDecided"]>[0]): ReturnType<ReviewStore["listDecided"]> {
    return this.#database.run((session) => listDecided(session, options));
  }

  count(options: Parameters<ReviewStore["count"]>[0]): ReturnType<ReviewStore["count"]> {
    return this.#database.run((session) => countReviews(session, options));
  }

  #change(
    id: string,
    opensFor: "request" | "appeal" | null,
    change: ReviewChange,
  ): Promise<ReviewItem | null> {
    if (!isVerdictId(id)) throw new ServiceError("verdict_not_found", "");
    return this.#database.transaction((session) => changeReview(session, id.toLowerCase(), opensFor, change));
  }

  async #open(id: string, opensFor: "request" | "appeal", change: ReviewChange): Promise<ReviewItem> {
    const item = await this.#change(id, opensFor, change);
    if (item === null) throw new ServiceError("verdict_not_found", "");
    return item;
  }
}
