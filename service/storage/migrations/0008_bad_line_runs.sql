ALTER TABLE "gavel"."batch_lines" ADD COLUMN "last_line" integer;
