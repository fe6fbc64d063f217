ALTER TABLE "gavel"."verdicts" ADD COLUMN "cached_from" uuid;--> statement-breakpoint
ALTER TABLE "gavel"."verdicts" ADD COLUMN "reusable" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "verdicts_reusable" ON "gavel"."verdicts" USING btree ("fingerprint","settled_at") WHERE reusable and status = 'completed' and erased_at is null;
