/** Accepts and answers requests; judging is left to workers. */
import { runProcess } from "./run-process.ts";

await runProcess("api");
