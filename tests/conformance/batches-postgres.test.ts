import { openDatabase } from "../../service/storage/database/open-database.ts";
import { startPostgres } from "../helpers/postgres.ts";
import { batchesConformance } from "./batches.conformance.ts";

batchesConformance("PostgreSQL", async () => {
  const server = await startPostgres();
  const open = () => openDatabase({ databaseUrl: server.url, dataDirectory: "" });
  const databases = [open(), open()] as const;
  // Both at once: only one of them may migrate.
  await Promise.all(databases.map((database) => database.start()));
  return {
    databases,
    close: async () => {
      for (const database of databases) await database.close();
      await server.stop();
    },
  };
});
