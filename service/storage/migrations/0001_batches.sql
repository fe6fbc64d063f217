CREATE TABLE "gavel"."batches" (
	"id" uuid PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"key_id" text NOT NULL,
	"format" text NOT NULL,
	"lines" integer DEFAULT 0 NOT NULL,
	"bad_lines" integer DEFAULT 0 NOT NULL,
	"fed_lines" integer DEFAULT 0 NOT NULL,
	"items" integer DEFAULT 0 NOT NULL,
	"completed_items" integer DEFAULT 0 NOT NULL,
	"failed_items" integer DEFAULT 0 NOT NULL,
	"expired_items" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"touched_at" timestamp (3) with time zone NOT NULL,
	"fed_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"earlier_mark_at" timestamp (3) with time zone,
	"earlier_mark_items" integer,
	"latest_mark_at" timestamp (3) with time zone,
	"latest_mark_items" integer
);
--> statement-breakpoint
CREATE TABLE "gavel"."batch_lines" (
	"batch_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"state" text NOT NULL,
	"external_id" text,
	"item" json,
	"items" smallint NOT NULL,
	"characters" integer NOT NULL,
	"verdict_ids" uuid[],
	"error" json,
	CONSTRAINT "batch_lines_batch_id_line_pk" PRIMARY KEY("batch_id","line")
);
--> statement-breakpoint
CREATE INDEX "batches_unfinished" ON "gavel"."batches" USING btree ("status","fed_at") WHERE status in ('receiving', 'running', 'cancelling', 'deleting');--> statement-breakpoint
CREATE INDEX "batches_ended_at" ON "gavel"."batches" USING btree ("ended_at") WHERE ended_at is not null;--> statement-breakpoint
CREATE INDEX "batch_lines_staged" ON "gavel"."batch_lines" USING btree ("batch_id","line") WHERE state = 'staged';--> statement-breakpoint
CREATE INDEX "batch_lines_fed" ON "gavel"."batch_lines" USING btree ("batch_id","line") WHERE state = 'fed';