import { Worker } from "node:worker_threads";
import { PULSE_FD, PULSE_MS } from "./protocol.ts";

/** A string, since a loader of TypeScript does not reach threads on Node 20. A failed write has lost its reader. */
const THREAD = `
  const { writeSync } = require("node:fs");
  const { fd, ms } = require("node:worker_threads").workerData;
  setInterval(() => { try { writeSync(fd, "."); } catch {} }, ms);
`;

/**
 * Starts a thread that writes a byte every PULSE_MS. A run of the model blocks the process's main thread for as long
 * as it takes, and its heartbeats with it; the thread goes on, and stops only with the process.
 */
export function startPulse(): void {
  const workerData = { fd: PULSE_FD, ms: PULSE_MS };
  new Worker(THREAD, { eval: true, execArgv: [], workerData }).unref();
}
