/** Everything in one process, with the engine in a child process. */
import { composeAll } from "./compose.ts";
import { runProcess } from "./run-process.ts";

await runProcess(composeAll);
