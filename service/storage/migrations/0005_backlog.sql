ALTER TABLE "gavel"."verdicts" ADD COLUMN "key_id" text DEFAULT 'unknown' NOT NULL;--> statement-breakpoint
ALTER TABLE "gavel"."verdicts" ADD COLUMN "awaited" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "gavel"."verdicts" ADD COLUMN "in_backlog" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "verdicts_backlog" ON "gavel"."verdicts" USING btree ("priority","key_id","awaited" DESC,"created_position") WHERE in_backlog and status = 'queued';--> statement-breakpoint
CREATE INDEX "verdicts_batch_dispatched" ON "gavel"."verdicts" USING btree ("id") WHERE priority = 'batch' and not in_backlog and leader_id is null and status in ('queued', 'running');--> statement-breakpoint
CREATE TABLE "gavel"."turns" (
	"priority" text NOT NULL,
	"key_id" text NOT NULL,
	"pass" double precision NOT NULL,
	CONSTRAINT "turns_priority_key_id_pk" PRIMARY KEY("priority","key_id")
);
--> statement-breakpoint
CREATE TABLE "gavel"."workers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"places" integer NOT NULL,
	"per_second" double precision,
	"heard_at" timestamp with time zone NOT NULL
);
