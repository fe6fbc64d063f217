import type { Config } from "drizzle-kit";

/** For `npx drizzle-kit generate` after a change of a table; verify checks that nothing is left to generate. */
const config: Config = {
  dialect: "postgresql",
  schema: "./service/storage/*/*-tables.ts",
  out: "./service/storage/migrations",
};

export default config;
