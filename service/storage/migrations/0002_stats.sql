CREATE TABLE "gavel"."verdict_stats" (
	"step_seconds" integer NOT NULL,
	"start" timestamp(3) with time zone NOT NULL,
	"policy_id" text NOT NULL,
	"violation" integer NOT NULL,
	"allowed" integer NOT NULL,
	"failed" integer NOT NULL,
	"expired" integer NOT NULL,
	"reused" integer NOT NULL,
	"started" integer NOT NULL,
	"queued_ms" bigint NOT NULL,
	"max_queued_ms" bigint NOT NULL,
	"judged" integer NOT NULL,
	"engine_ms" bigint NOT NULL,
	"prompt_tokens" bigint NOT NULL,
	"cached_tokens" bigint NOT NULL,
	"reasoning_tokens" bigint NOT NULL,
	"completion_tokens" bigint NOT NULL,
	CONSTRAINT "verdict_stats_step_seconds_start_policy_id_pk" PRIMARY KEY("step_seconds","start","policy_id")
);
--> statement-breakpoint
CREATE INDEX "evaluation_judgements_verdicts" ON "gavel"."evaluation_judgements" USING btree ("settled_at") WHERE verdict is not null;--> statement-breakpoint
CREATE INDEX "evaluation_judgements_reasonings" ON "gavel"."evaluation_judgements" USING btree ("settled_at") WHERE reasoning is not null;