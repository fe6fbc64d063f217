/** Judges items; answers HTTP like the others, so that it can be probed and scraped. */
import { runProcess } from "./run-process.ts";

await runProcess("worker");
