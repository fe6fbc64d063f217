import { startPglite } from "../helpers/pglite.ts";
import { queueConformance } from "./queue.conformance.ts";

queueConformance("PGlite", async () => {
  const { database, stop } = await startPglite();
  return { store: { kind: "pglite", session: database.pglite }, close: stop };
});
