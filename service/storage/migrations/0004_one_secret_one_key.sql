ALTER TABLE "gavel"."api_keys" ADD COLUMN "environment" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "gavel"."api_keys" ADD COLUMN "replaced_at" timestamp (3) with time zone;--> statement-breakpoint
UPDATE "gavel"."api_keys" SET "environment" = true WHERE "id" = 'environment';--> statement-breakpoint
UPDATE "gavel"."api_keys" k SET "revoked_at" = e."revoked_at" FROM "gavel"."api_keys" e
	WHERE e."environment" AND k."sha256" = e."sha256" AND k."id" <> e."id" AND k."revoked_at" IS NULL;--> statement-breakpoint
DELETE FROM "gavel"."api_keys" e USING "gavel"."api_keys" k
	WHERE e."environment" AND k."sha256" = e."sha256" AND k."id" <> e."id";--> statement-breakpoint
ALTER TABLE "gavel"."api_keys" ADD CONSTRAINT "api_keys_sha256" UNIQUE("sha256");
