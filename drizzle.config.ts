import type { Config } from "drizzle-kit";

/** For `npx drizzle-kit generate` after a change of service/storage/tables.ts. */
const config: Config = {
  dialect: "postgresql",
  schema: "./service/storage/tables.ts",
  out: "./service/storage/migrations",
};

export default config;
