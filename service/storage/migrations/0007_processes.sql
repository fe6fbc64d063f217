CREATE TABLE "gavel"."processes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"judges" boolean,
	"detail" text NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL
);
