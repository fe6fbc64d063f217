import type { Config } from "drizzle-kit";

/** For `npx drizzle-kit generate` after a change of service/storage/schema.ts. */
const config: Config = {
  dialect: "postgresql",
  schema: "./service/storage/schema.ts",
  out: "./service/storage/migrations",
};

export default config;
