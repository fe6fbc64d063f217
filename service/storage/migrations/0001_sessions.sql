CREATE TABLE "gavel"."sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sha256" text NOT NULL,
	"key_id" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"expires_at" timestamp(3) with time zone NOT NULL,
	"used_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "sessions_sha256" UNIQUE("sha256")
);
--> statement-breakpoint
CREATE TABLE "gavel"."sign_in_links" (
	"sha256" text PRIMARY KEY NOT NULL,
	"key_id" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"expires_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "sessions_by_key" ON "gavel"."sessions" USING btree ("key_id","created_at");--> statement-breakpoint
CREATE INDEX "sign_in_links_by_key" ON "gavel"."sign_in_links" USING btree ("key_id","created_at");