/** Everything in one process, and the engine in a child of it. */
import { runProcess } from "./run-process.ts";

await runProcess("all");
