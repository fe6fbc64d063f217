import { startPglite } from "../helpers/pglite.ts";
import { batchesConformance } from "./batches.conformance.ts";

batchesConformance("PGlite", async () => {
  const { database, stop } = await startPglite();
  return { databases: [database], close: stop };
});
