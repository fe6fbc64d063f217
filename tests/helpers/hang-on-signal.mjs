/**
 * Loaded into the engine's process by --import, to make the model hang as a driver may. SIGUSR2: runs of the model end
 * only after another SIGUSR2, and the process continues. SIGHUP: the main thread blocks forever.
 */
import { createRequire } from "node:module";

const { InferenceSession } = createRequire(import.meta.url)("onnxruntime-node");
const { run } = InferenceSession.prototype;
let release = null;
let hanging = Promise.resolve();

InferenceSession.prototype.run = async function (...given) {
  await hanging;
  return run.apply(this, given);
};

process.on("SIGUSR2", () => {
  if (release === null) {
    hanging = new Promise((resolve) => (release = resolve));
  } else {
    release();
    release = null;
  }
});
process.on("SIGHUP", () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
