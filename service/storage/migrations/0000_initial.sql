CREATE SEQUENCE "gavel"."created_positions" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE SEQUENCE "gavel"."settled_positions" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "gavel"."audit_entries" (
	"position" bigint PRIMARY KEY NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"actor" text,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"detail" json NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gavel"."turns" (
	"priority" text NOT NULL,
	"key_id" text NOT NULL,
	"pass" double precision NOT NULL,
	CONSTRAINT "turns_priority_key_id_pk" PRIMARY KEY("priority","key_id")
);
--> statement-breakpoint
CREATE TABLE "gavel"."batch_lines" (
	"batch_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"last_line" integer,
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
	"idempotency_key" text,
	"upload_hmac" text,
	"created_at" timestamp(3) with time zone NOT NULL,
	"touched_at" timestamp(3) with time zone NOT NULL,
	"fed_at" timestamp(3) with time zone,
	"ended_at" timestamp(3) with time zone,
	"earlier_mark_at" timestamp(3) with time zone,
	"earlier_mark_items" integer,
	"latest_mark_at" timestamp(3) with time zone,
	"latest_mark_items" integer
);
--> statement-breakpoint
CREATE TABLE "gavel"."evaluation_items" (
	"evaluation_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"item_id" text NOT NULL,
	"content" json,
	"violation" smallint,
	"labels" json NOT NULL,
	"verdict_id" uuid,
	"live_category" text,
	"live_at" timestamp(3) with time zone,
	CONSTRAINT "evaluation_items_evaluation_id_position_pk" PRIMARY KEY("evaluation_id","position")
);
--> statement-breakpoint
CREATE TABLE "gavel"."evaluation_judgements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"evaluation_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"repeat" smallint NOT NULL,
	"status" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"verdict" json,
	"score" double precision,
	"checks" json,
	"model" json,
	"usage" json,
	"violation" smallint,
	"policy_category" text,
	"error" json,
	"reasoning" json,
	"engine_ms" integer,
	"started_at" timestamp(3) with time zone,
	"settled_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "gavel"."evaluations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"status" text NOT NULL,
	"policy_id" text NOT NULL,
	"policy_version" integer,
	"policy_sha256" text NOT NULL,
	"draft" "bytea",
	"golden_version_id" uuid,
	"golden_set" json,
	"reasoning_effort" text NOT NULL,
	"repeats" smallint NOT NULL,
	"perturbation" json,
	"key_id" text NOT NULL,
	"open" boolean NOT NULL,
	"items" integer NOT NULL,
	"own_items" integer NOT NULL,
	"dispatched" integer DEFAULT 0 NOT NULL,
	"dispatched_at" timestamp(3) with time zone,
	"created_at" timestamp(3) with time zone NOT NULL,
	"ended_at" timestamp(3) with time zone,
	"final" json,
	"report" json
);
--> statement-breakpoint
CREATE TABLE "gavel"."golden_items" (
	"version_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"item_id" text NOT NULL,
	"content" json NOT NULL,
	"violation" smallint,
	"labels" json NOT NULL,
	CONSTRAINT "golden_items_version_id_position_pk" PRIMARY KEY("version_id","position")
);
--> statement-breakpoint
CREATE TABLE "gavel"."golden_set_versions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"version" integer,
	"sha256" text NOT NULL,
	"format" text NOT NULL,
	"items" integer NOT NULL,
	"labelled" integer NOT NULL,
	"violations" integer NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gavel"."trials" (
	"evaluation_id" uuid PRIMARY KEY NOT NULL,
	"policy_id" text NOT NULL,
	"item_limit" integer NOT NULL,
	"share" double precision,
	"sampling" boolean NOT NULL,
	"fed_position" bigint NOT NULL,
	"seen" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gavel"."processes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"judges" boolean,
	"detail" text NOT NULL,
	"seen_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gavel"."workers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slots" integer NOT NULL,
	"per_second" double precision,
	"heard_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gavel"."idempotency_keys" (
	"scope" text NOT NULL,
	"key" text NOT NULL,
	"body_hmac" text NOT NULL,
	"record_ids" uuid[] NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_scope_key_pk" PRIMARY KEY("scope","key")
);
--> statement-breakpoint
CREATE TABLE "gavel"."api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"scopes" text[] NOT NULL,
	"sha256" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"revoked_at" timestamp(3) with time zone,
	"environment" boolean DEFAULT false NOT NULL,
	"replaced_at" timestamp(3) with time zone,
	CONSTRAINT "api_keys_sha256" UNIQUE("sha256")
);
--> statement-breakpoint
CREATE TABLE "gavel"."installation" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"content_hash_key" text NOT NULL,
	CONSTRAINT "installation_only" CHECK ("only")
);
--> statement-breakpoint
CREATE TABLE "gavel"."policies" (
	"id" text PRIMARY KEY NOT NULL,
	"active_version" integer,
	"latest_version" integer NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	"archived_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "gavel"."policy_activations" (
	"policy_id" text NOT NULL,
	"nth" integer NOT NULL,
	"kind" text NOT NULL,
	"from_version" integer,
	"to_version" integer NOT NULL,
	"back_to" integer,
	"key_id" text,
	"forced" boolean NOT NULL,
	"reason" text,
	"refusals" json NOT NULL,
	"activated_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "policy_activations_policy_id_nth_pk" PRIMARY KEY("policy_id","nth")
);
--> statement-breakpoint
CREATE TABLE "gavel"."policy_versions" (
	"policy_id" text NOT NULL,
	"version" integer NOT NULL,
	"sha256" text NOT NULL,
	"source" "bytea" NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "policy_versions_policy_id_version_pk" PRIMARY KEY("policy_id","version"),
	CONSTRAINT "policy_versions_sha256" UNIQUE("policy_id","sha256")
);
--> statement-breakpoint
CREATE TABLE "gavel"."review_changes" (
	"position" bigint PRIMARY KEY NOT NULL,
	"verdict_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gavel"."review_events" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"position" bigint GENERATED ALWAYS AS IDENTITY (sequence name "gavel"."review_events_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"verdict_id" uuid NOT NULL,
	"round" integer NOT NULL,
	"type" text NOT NULL,
	"key_id" text NOT NULL,
	"reviewer" text,
	"person" text,
	"decision" text,
	"violation" smallint,
	"policy_category" text,
	"panel" boolean DEFAULT false NOT NULL,
	"words" json,
	"created_at" timestamp with time zone NOT NULL,
	"undone_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "gavel"."reviews" (
	"verdict_id" uuid PRIMARY KEY NOT NULL,
	"policy_id" text NOT NULL,
	"state" text NOT NULL,
	"reasons" text[] NOT NULL,
	"reviewers" smallint NOT NULL,
	"round" integer DEFAULT 1 NOT NULL,
	"position" bigint GENERATED ALWAYS AS IDENTITY (sequence name "gavel"."reviews_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"queued_at" timestamp with time zone NOT NULL,
	"claimed_key" text,
	"claimed_by" text,
	"claim_expires_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "gavel"."verdict_counts" (
	"day" date NOT NULL,
	"policy_id" text NOT NULL,
	"policy_category" text NOT NULL,
	"outcome" text NOT NULL,
	"count" integer NOT NULL,
	"first_position" bigint NOT NULL,
	"last_position" bigint NOT NULL,
	CONSTRAINT "verdict_counts_day_policy_id_policy_category_outcome_pk" PRIMARY KEY("day","policy_id","policy_category","outcome")
);
--> statement-breakpoint
CREATE TABLE "gavel"."verdict_search" (
	"verdict_id" uuid PRIMARY KEY NOT NULL,
	"settled_position" bigint NOT NULL,
	"settled_at" timestamp(3) with time zone NOT NULL,
	"policy_id" text NOT NULL,
	"status" text NOT NULL,
	"violation" smallint,
	"policy_category" text,
	"score" double precision,
	"marks" text[] NOT NULL,
	"words" "tsvector"
);
--> statement-breakpoint
CREATE TABLE "gavel"."verdict_reasonings" (
	"verdict_id" uuid PRIMARY KEY NOT NULL,
	"reasoning" json NOT NULL,
	"settled_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gavel"."verdicts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"policy_id" text NOT NULL,
	"policy_version" integer NOT NULL,
	"policy_sha256" text NOT NULL,
	"content" json,
	"content_hmac" text,
	"fingerprint" text,
	"leader_id" uuid,
	"reasoning_effort" text NOT NULL,
	"external_id" text,
	"metadata" json,
	"priority" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"verdict" json,
	"score" double precision,
	"checks" json,
	"model" json,
	"usage" json,
	"violation" smallint,
	"error" json,
	"engine_ms" integer,
	"created_at" timestamp(3) with time zone NOT NULL,
	"started_at" timestamp(3) with time zone,
	"settled_at" timestamp(3) with time zone,
	"erased_at" timestamp(3) with time zone,
	"created_position" bigint NOT NULL,
	"settled_position" bigint,
	"cached_from" uuid,
	"reusable" boolean DEFAULT false NOT NULL,
	"key_id" text DEFAULT 'unknown' NOT NULL,
	"awaited" boolean DEFAULT false NOT NULL,
	"in_backlog" boolean DEFAULT false NOT NULL,
	"rationale_kept" boolean DEFAULT false NOT NULL,
	"review_need" json,
	"review" json,
	"review_state" text
);
--> statement-breakpoint
CREATE TABLE "gavel"."webhook_deliveries" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"position" bigint GENERATED ALWAYS AS IDENTITY (sequence name "gavel"."webhook_deliveries_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"webhook_id" uuid NOT NULL,
	"verdict_id" uuid,
	"type" text NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"last_status_code" integer,
	"last_attempt_at" timestamp with time zone,
	"next_attempt_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gavel"."webhooks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"url" text NOT NULL,
	"description" text,
	"policy_ids" text[],
	"violation" smallint,
	"enabled" boolean DEFAULT true NOT NULL,
	"disabled_reason" text,
	"secret" text NOT NULL,
	"previous_secret" text,
	"previous_secret_expires_at" timestamp(3) with time zone,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "gavel"."policy_activations" ADD CONSTRAINT "policy_activations_policy_id_policies_id_fk" FOREIGN KEY ("policy_id") REFERENCES "gavel"."policies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gavel"."policy_versions" ADD CONSTRAINT "policy_versions_policy_id_policies_id_fk" FOREIGN KEY ("policy_id") REFERENCES "gavel"."policies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gavel"."review_changes" ADD CONSTRAINT "review_changes_verdict_id_reviews_verdict_id_fk" FOREIGN KEY ("verdict_id") REFERENCES "gavel"."reviews"("verdict_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gavel"."review_events" ADD CONSTRAINT "review_events_verdict_id_reviews_verdict_id_fk" FOREIGN KEY ("verdict_id") REFERENCES "gavel"."reviews"("verdict_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gavel"."reviews" ADD CONSTRAINT "reviews_verdict_id_verdicts_id_fk" FOREIGN KEY ("verdict_id") REFERENCES "gavel"."verdicts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gavel"."verdict_search" ADD CONSTRAINT "verdict_search_verdict_id_verdicts_id_fk" FOREIGN KEY ("verdict_id") REFERENCES "gavel"."verdicts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gavel"."verdict_reasonings" ADD CONSTRAINT "verdict_reasonings_verdict_id_verdicts_id_fk" FOREIGN KEY ("verdict_id") REFERENCES "gavel"."verdicts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gavel"."webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_verdict_id_verdicts_id_fk" FOREIGN KEY ("verdict_id") REFERENCES "gavel"."verdicts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_entries_by_actor" ON "gavel"."audit_entries" USING btree ("actor","position");--> statement-breakpoint
CREATE INDEX "audit_entries_by_action" ON "gavel"."audit_entries" USING btree ("action","position");--> statement-breakpoint
CREATE INDEX "audit_entries_by_subject" ON "gavel"."audit_entries" USING btree ("subject","position");--> statement-breakpoint
CREATE INDEX "audit_entries_by_time" ON "gavel"."audit_entries" USING btree ("at");--> statement-breakpoint
CREATE INDEX "batch_lines_staged" ON "gavel"."batch_lines" USING btree ("batch_id","line") WHERE state = 'staged';--> statement-breakpoint
CREATE INDEX "batch_lines_fed" ON "gavel"."batch_lines" USING btree ("batch_id","line") WHERE state = 'fed';--> statement-breakpoint
CREATE INDEX "batches_unfinished" ON "gavel"."batches" USING btree ("status","fed_at") WHERE status in ('receiving', 'running', 'cancelling', 'deleting');--> statement-breakpoint
CREATE UNIQUE INDEX "batches_idempotency_key" ON "gavel"."batches" USING btree ("key_id","idempotency_key") WHERE idempotency_key is not null;--> statement-breakpoint
CREATE INDEX "batches_ended_at" ON "gavel"."batches" USING btree ("ended_at") WHERE ended_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "evaluation_items_id" ON "gavel"."evaluation_items" USING btree ("evaluation_id","item_id");--> statement-breakpoint
CREATE INDEX "evaluation_items_of_verdict" ON "gavel"."evaluation_items" USING btree ("verdict_id") WHERE verdict_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "evaluation_judgements_of_item" ON "gavel"."evaluation_judgements" USING btree ("evaluation_id","position","repeat");--> statement-breakpoint
CREATE INDEX "evaluation_judgements_by_status" ON "gavel"."evaluation_judgements" USING btree ("evaluation_id","status","settled_at");--> statement-breakpoint
CREATE INDEX "evaluation_judgements_in_flight" ON "gavel"."evaluation_judgements" USING btree ("id") WHERE status in ('queued', 'running');--> statement-breakpoint
CREATE INDEX "evaluation_judgements_verdicts" ON "gavel"."evaluation_judgements" USING btree ("settled_at") WHERE verdict is not null;--> statement-breakpoint
CREATE INDEX "evaluation_judgements_reasonings" ON "gavel"."evaluation_judgements" USING btree ("settled_at") WHERE reasoning is not null;--> statement-breakpoint
CREATE INDEX "evaluations_unfinished" ON "gavel"."evaluations" USING btree ("status","dispatched_at") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "evaluations_by_purpose" ON "gavel"."evaluations" USING btree ("purpose","id");--> statement-breakpoint
CREATE INDEX "evaluations_by_policy" ON "gavel"."evaluations" USING btree ("policy_id","purpose","id");--> statement-breakpoint
CREATE INDEX "evaluations_drafts" ON "gavel"."evaluations" USING btree ("policy_sha256") WHERE draft is not null;--> statement-breakpoint
CREATE INDEX "evaluations_ended_at" ON "gavel"."evaluations" USING btree ("ended_at") WHERE ended_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "golden_set_versions_number" ON "gavel"."golden_set_versions" USING btree ("name","version");--> statement-breakpoint
CREATE UNIQUE INDEX "golden_set_versions_sha256" ON "gavel"."golden_set_versions" USING btree ("name","sha256") WHERE version is not null;--> statement-breakpoint
CREATE INDEX "golden_set_versions_receiving" ON "gavel"."golden_set_versions" USING btree ("created_at") WHERE version is null;--> statement-breakpoint
CREATE INDEX "trials_sampling" ON "gavel"."trials" USING btree ("policy_id") WHERE sampling;--> statement-breakpoint
CREATE INDEX "idempotency_keys_created_at" ON "gavel"."idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "policy_versions_by_sha256" ON "gavel"."policy_versions" USING btree ("sha256");--> statement-breakpoint
CREATE INDEX "review_changes_by_verdict" ON "gavel"."review_changes" USING btree ("verdict_id");--> statement-breakpoint
CREATE INDEX "review_events_by_verdict" ON "gavel"."review_events" USING btree ("verdict_id","position");--> statement-breakpoint
CREATE INDEX "review_events_decided" ON "gavel"."review_events" USING btree ("created_at") WHERE type = 'decision' and undone_at is null;--> statement-breakpoint
CREATE INDEX "reviews_queue" ON "gavel"."reviews" USING btree ("state","position") WHERE state in ('needs_review', 'escalated');--> statement-breakpoint
CREATE INDEX "reviews_queue_by_policy" ON "gavel"."reviews" USING btree ("policy_id","state","position") WHERE state in ('needs_review', 'escalated');--> statement-breakpoint
CREATE INDEX "reviews_by_position" ON "gavel"."reviews" USING btree ("position");--> statement-breakpoint
CREATE UNIQUE INDEX "verdict_search_by_position" ON "gavel"."verdict_search" USING btree ("settled_position");--> statement-breakpoint
CREATE INDEX "verdict_search_by_policy" ON "gavel"."verdict_search" USING btree ("policy_id","settled_position");--> statement-breakpoint
CREATE INDEX "verdict_search_by_category" ON "gavel"."verdict_search" USING btree ("policy_category","settled_position") WHERE policy_category is not null;--> statement-breakpoint
CREATE INDEX "verdict_search_by_score" ON "gavel"."verdict_search" USING btree ("score") WHERE score is not null;--> statement-breakpoint
CREATE INDEX "verdict_search_by_marks" ON "gavel"."verdict_search" USING gin ("marks");--> statement-breakpoint
CREATE INDEX "verdict_search_by_words" ON "gavel"."verdict_search" USING gin ("words");--> statement-breakpoint
CREATE INDEX "verdict_reasonings_settled_at" ON "gavel"."verdict_reasonings" USING btree ("settled_at");--> statement-breakpoint
CREATE UNIQUE INDEX "verdicts_one_leader" ON "gavel"."verdicts" USING btree ("fingerprint") WHERE leader_id is null and status in ('queued', 'running');--> statement-breakpoint
CREATE INDEX "verdicts_followers" ON "gavel"."verdicts" USING btree ("leader_id") WHERE leader_id is not null and status in ('queued', 'running');--> statement-breakpoint
CREATE INDEX "verdicts_unsettled_leaders" ON "gavel"."verdicts" USING btree ("id") WHERE leader_id is null and status in ('queued', 'running');--> statement-breakpoint
CREATE INDEX "verdicts_unsettled" ON "gavel"."verdicts" USING btree ("status","created_position") WHERE status in ('queued', 'running');--> statement-breakpoint
CREATE UNIQUE INDEX "verdicts_created" ON "gavel"."verdicts" USING btree ("created_position");--> statement-breakpoint
CREATE INDEX "verdicts_created_by_policy" ON "gavel"."verdicts" USING btree ("policy_id","created_position");--> statement-breakpoint
CREATE INDEX "verdicts_by_external_id" ON "gavel"."verdicts" USING btree ("external_id","created_position") WHERE external_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "verdicts_settled" ON "gavel"."verdicts" USING btree ("settled_position") WHERE settled_position is not null;--> statement-breakpoint
CREATE INDEX "verdicts_settled_by_policy" ON "gavel"."verdicts" USING btree ("policy_id","settled_position") WHERE settled_position is not null;--> statement-breakpoint
CREATE INDEX "verdicts_violating" ON "gavel"."verdicts" USING btree ("settled_position") WHERE violation = 1;--> statement-breakpoint
CREATE INDEX "verdicts_violating_by_policy" ON "gavel"."verdicts" USING btree ("policy_id","settled_position") WHERE violation = 1;--> statement-breakpoint
CREATE INDEX "verdicts_not_judged" ON "gavel"."verdicts" USING btree ("status","settled_position") WHERE status in ('failed', 'expired');--> statement-breakpoint
CREATE INDEX "verdicts_reusable" ON "gavel"."verdicts" USING btree ("fingerprint","settled_at") WHERE reusable and rationale_kept;--> statement-breakpoint
CREATE INDEX "verdicts_backlog" ON "gavel"."verdicts" USING btree ("priority","key_id","awaited" DESC NULLS FIRST,"created_position") WHERE in_backlog and status = 'queued';--> statement-breakpoint
CREATE INDEX "verdicts_batch_dispatched" ON "gavel"."verdicts" USING btree ("id") WHERE priority = 'batch' and not in_backlog and leader_id is null and status in ('queued', 'running');--> statement-breakpoint
CREATE INDEX "verdicts_by_review_state" ON "gavel"."verdicts" USING btree ("review_state","settled_position") WHERE review_state is not null;--> statement-breakpoint
CREATE INDEX "verdicts_by_key" ON "gavel"."verdicts" USING btree ("key_id","created_position");--> statement-breakpoint
CREATE INDEX "verdicts_rationale_to_erase" ON "gavel"."verdicts" USING btree ("settled_at") WHERE rationale_kept;--> statement-breakpoint
CREATE INDEX "verdicts_settled_at" ON "gavel"."verdicts" USING btree ("settled_at") WHERE settled_at is not null;--> statement-breakpoint
CREATE INDEX "verdicts_content_to_erase" ON "gavel"."verdicts" USING btree ("settled_at") WHERE settled_at is not null and content is not null;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due" ON "gavel"."webhook_deliveries" USING btree ("webhook_id","next_attempt_at") WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX "webhook_deliveries_by_webhook" ON "gavel"."webhook_deliveries" USING btree ("webhook_id","position");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_by_verdict" ON "gavel"."webhook_deliveries" USING btree ("verdict_id") WHERE verdict_id is not null;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_created_at" ON "gavel"."webhook_deliveries" USING btree ("created_at") WHERE status <> 'pending';