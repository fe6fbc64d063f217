/**
 * Loaded into a process of the service by --import. After SIGUSR2, requests to a pool of several connections get none,
 * as if a bug had lost them all; the pool with the one connection for probes still works.
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
