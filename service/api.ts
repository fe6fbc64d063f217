/** Accepts requests; workers judge them. */
import { composeApi } from "./compose.ts";
import { runProcess } from "./run-process.ts";

await runProcess(composeApi);
