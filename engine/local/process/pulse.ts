import { Worker } from "node:worker_threads";
import { PULSE_FD, PULSE_MS } from "./protocol.ts";

/**
 * A string, because a TypeScript loader does not reach worker threads on Node 20. A failed write means no reader is
 * left.
 */
const THREAD = `
  const { writeSync } = require("node:fs");
  const { fd, ms } = require("node:worker_threads").workerData;
  setInterval(() => { try { writeSync(fd, "."); } catch {} }, ms);
`;

/**
 * Starts a thread that writes a byte every PULSE_MS.
 *
 * A run of the model can block the main thread, and with it the heartbeats, for a long time. The thread keeps writing
 * and stops only with the process.
 */
export function startPulse(): void {
  const workerData = { fd: PULSE_FD, ms: PULSE_MS };
  new Worker(THREAD, { eval: true, execArgv: [], workerData }).unref();
}
