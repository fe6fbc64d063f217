CREATE TABLE "gavel"."installation" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"content_hash_key" text NOT NULL,
	CONSTRAINT "installation_only" CHECK ("only")
);
--> statement-breakpoint
ALTER TABLE "gavel"."verdicts" DROP COLUMN "content_sha256";--> statement-breakpoint
ALTER TABLE "gavel"."verdicts" ADD COLUMN "content_hmac" text;--> statement-breakpoint
ALTER TABLE "gavel"."verdicts" ALTER COLUMN "fingerprint" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "gavel"."verdicts" ADD COLUMN "rationale_kept" boolean DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE "gavel"."verdicts" SET "rationale_kept" = true WHERE "status" = 'completed' AND "erased_at" IS NULL;--> statement-breakpoint
ALTER TABLE "gavel"."verdict_reasonings" ADD COLUMN "settled_at" timestamp (3) with time zone;--> statement-breakpoint
UPDATE "gavel"."verdict_reasonings" r SET "settled_at" = v."settled_at" FROM "gavel"."verdicts" v WHERE v."id" = r."verdict_id";--> statement-breakpoint
ALTER TABLE "gavel"."verdict_reasonings" ALTER COLUMN "settled_at" SET NOT NULL;--> statement-breakpoint
DROP TABLE "gavel"."idempotency_keys";--> statement-breakpoint
CREATE TABLE "gavel"."idempotency_keys" (
	"scope" text NOT NULL,
	"key" text NOT NULL,
	"body_hmac" text NOT NULL,
	"record_ids" uuid[] NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_scope_key_pk" PRIMARY KEY("scope","key")
);
--> statement-breakpoint
ALTER TABLE "gavel"."batches" ADD COLUMN "idempotency_key" text;--> statement-breakpoint
ALTER TABLE "gavel"."batches" ADD COLUMN "upload_hmac" text;--> statement-breakpoint
UPDATE "gavel"."batch_lines" SET "external_id" = NULL WHERE "verdict_ids" IS NOT NULL;--> statement-breakpoint
DROP INDEX "gavel"."verdicts_reusable";--> statement-breakpoint
CREATE INDEX "verdicts_reusable" ON "gavel"."verdicts" USING btree ("fingerprint","settled_at") WHERE reusable and rationale_kept;--> statement-breakpoint
CREATE INDEX "verdicts_by_key" ON "gavel"."verdicts" USING btree ("key_id","created_position");--> statement-breakpoint
CREATE INDEX "verdicts_rationale_to_erase" ON "gavel"."verdicts" USING btree ("settled_at") WHERE rationale_kept;--> statement-breakpoint
CREATE INDEX "verdict_reasonings_settled_at" ON "gavel"."verdict_reasonings" USING btree ("settled_at");--> statement-breakpoint
CREATE INDEX "idempotency_keys_created_at" ON "gavel"."idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "batches_idempotency_key" ON "gavel"."batches" USING btree ("key_id","idempotency_key") WHERE idempotency_key is not null;
