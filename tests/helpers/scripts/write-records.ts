import { PgliteDatabase } from "../../../service/storage/database/pglite-database.ts";
import { DatabaseVerdictStore } from "../../../service/storage/verdicts/verdict-store.ts";
import { newCompletion, newItem } from "../stores.ts";

/** Writes records into the given data directory until it is killed, and prints the id of each committed record. */
const database = new PgliteDatabase({ directory: process.argv[2] ?? "", onError: () => undefined });
await database.start();
const verdicts = new DatabaseVerdictStore(database);
console.log("started");
const write = async (): Promise<never> => {
  for (;;) {
    const item = newItem({ content: "x".repeat(3000) });
    await verdicts.create([item]);
    console.log(`created ${item.id}`);
    await verdicts.begin(item.id);
    await verdicts.complete(item.id, newCompletion());
    console.log(`completed ${item.id}`);
  }
};
await Promise.all(Array.from({ length: 8 }, write));
