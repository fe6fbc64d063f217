CREATE SCHEMA IF NOT EXISTS "gavel";
--> statement-breakpoint
CREATE SEQUENCE "gavel"."created_positions" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE SEQUENCE "gavel"."settled_positions" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "gavel"."api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"scopes" text[] NOT NULL,
	"sha256" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "gavel"."idempotency_keys" (
	"scope" text NOT NULL,
	"key" text NOT NULL,
	"body_sha256" text NOT NULL,
	"record_ids" uuid[] NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_scope_key_pk" PRIMARY KEY("scope","key")
);
--> statement-breakpoint
CREATE TABLE "gavel"."policies" (
	"id" text PRIMARY KEY NOT NULL,
	"active_version" integer,
	"latest_version" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"archived_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "gavel"."policy_versions" (
	"policy_id" text NOT NULL,
	"version" integer NOT NULL,
	"sha256" text NOT NULL,
	"source" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "policy_versions_policy_id_version_pk" PRIMARY KEY("policy_id","version"),
	CONSTRAINT "policy_versions_sha256" UNIQUE("policy_id","sha256")
);
--> statement-breakpoint
CREATE TABLE "gavel"."verdict_reasonings" (
	"verdict_id" uuid PRIMARY KEY NOT NULL,
	"reasoning" json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gavel"."verdicts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"policy_id" text NOT NULL,
	"policy_version" integer NOT NULL,
	"policy_sha256" text NOT NULL,
	"content" json,
	"content_sha256" text NOT NULL,
	"fingerprint" text NOT NULL,
	"leader_id" uuid,
	"reasoning_effort" text NOT NULL,
	"external_id" text,
	"metadata" json,
	"priority" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"verdict" json,
	"violation" smallint,
	"score" double precision,
	"checks" json,
	"model" json,
	"usage" json,
	"error" json,
	"engine_ms" integer,
	"created_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"settled_at" timestamp (3) with time zone,
	"erased_at" timestamp (3) with time zone,
	"created_position" bigint NOT NULL,
	"settled_position" bigint
);
--> statement-breakpoint
ALTER TABLE "gavel"."policy_versions" ADD CONSTRAINT "policy_versions_policy_id_policies_id_fk" FOREIGN KEY ("policy_id") REFERENCES "gavel"."policies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gavel"."verdict_reasonings" ADD CONSTRAINT "verdict_reasonings_verdict_id_verdicts_id_fk" FOREIGN KEY ("verdict_id") REFERENCES "gavel"."verdicts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "idempotency_keys_created_at" ON "gavel"."idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "policy_versions_by_sha256" ON "gavel"."policy_versions" USING btree ("sha256");--> statement-breakpoint
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
CREATE INDEX "verdicts_settled_at" ON "gavel"."verdicts" USING btree ("settled_at") WHERE settled_at is not null;--> statement-breakpoint
CREATE INDEX "verdicts_content_to_erase" ON "gavel"."verdicts" USING btree ("settled_at") WHERE settled_at is not null and content is not null;