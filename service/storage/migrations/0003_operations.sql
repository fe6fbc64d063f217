DELETE FROM "gavel"."processes";--> statement-breakpoint
ALTER TABLE "gavel"."processes" ADD COLUMN "report" json NOT NULL;--> statement-breakpoint
ALTER TABLE "gavel"."verdicts" ADD COLUMN "retry_of" uuid;--> statement-breakpoint
CREATE UNIQUE INDEX "verdicts_retries" ON "gavel"."verdicts" USING btree ("retry_of") WHERE retry_of is not null;