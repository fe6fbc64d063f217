/**
 * Loaded into a process of the service by --import. From SIGUSR2 on, whoever asks a pool for one of several connections
 * gets none, as when a fault of ours has lost them all; the pool of one connection that probes works on.
 */
import { createRequire } from "node:module";

const { Pool } = createRequire(import.meta.url)("pg");
const { connect } = Object.getPrototypeOf(Pool.prototype);
let isWedged = false;

Pool.prototype.connect = function (...given) {
  if (isWedged && this.options.max > 1) return new Promise(() => undefined);
  return connect.apply(this, given);
};

process.on("SIGUSR2", () => (isWedged = true));
