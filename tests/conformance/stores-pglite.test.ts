import { startPglite } from "../helpers/pglite.ts";
import { storesConformance } from "./stores.conformance.ts";

storesConformance("PGlite", async () => {
  const { database, stop } = await startPglite();
  return { databases: [database], close: stop };
});
