/** Judges items. Serves HTTP too, to be probed and scraped. */
import { composeWorker } from "./compose.ts";
import { runProcess } from "./run-process.ts";

await runProcess(composeWorker);
