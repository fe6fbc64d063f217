/**
 * The engine's own process: an Engine behind Node's IPC channel (see protocol.ts). Forked by EngineChild.
 *
 * It lives as long as the channel: when the service is gone, however it went, the channel closes and so does
 * this process. Signals to the process group (Ctrl-C) are the service's to answer; it then closes the engine.
 */
import type { Engine } from "../../engine.ts";
import type { LocalEngine } from "../local-engine.ts";
import { createInProcess } from "./create-in-process.ts";
import { HEARTBEAT_MS, type MessageFromChild, type MessageToChild } from "./protocol.ts";
import { startPulse } from "./pulse.ts";
import { toWireError } from "./wire-error.ts";

let engine: LocalEngine | undefined;
const running = new Map<number, AbortController>();

process.once("disconnect", () => process.exit(0));
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});
process.on("message", (message) => void receive(message as MessageToChild));
setInterval(() => send({ type: "heartbeat", steps: engine?.steps ?? 0 }), HEARTBEAT_MS);
startPulse();

async function receive(message: MessageToChild): Promise<void> {
  switch (message.type) {
    case "start":
      engine = createInProcess(message.options, {
        onProgress: (progress) => send({ type: "progress", progress }),
        onNotice: (notice) => send({ type: "notice", notice }),
        onDeviceLost: (reason) => {
          console.error(`The graphics device is lost: ${reason}`);
          process.exit(1);
        },
      });
      return start(engine);
    case "generate":
      return generate(engine!, message);
    case "abort":
      running.get(message.id)?.abort();
      return;
    case "close":
      await engine?.close({ graceMs: 0 });
      process.disconnect();
  }
}

async function start(starting: Engine): Promise<void> {
  try {
    await starting.start();
    send({ type: "ready", info: starting.info() });
  } catch (error) {
    logCause(error);
    send({ type: "start-failed", error: toWireError(error) });
  }
}

async function generate(
  ready: Engine,
  { id, request }: MessageToChild & { type: "generate" },
): Promise<void> {
  const abort = new AbortController();
  running.set(id, abort);
  try {
    send({ type: "result", id, result: await ready.generate(request, { signal: abort.signal }) });
  } catch (error) {
    logCause(error);
    send({ type: "error", id, error: toWireError(error) });
  } finally {
    running.delete(id);
  }
}

/** A message that finds the channel closed is lost with its reader. */
function send(message: MessageFromChild): void {
  process.send?.(message, undefined, undefined, () => {});
}

/** What ONNX Runtime said (names of operators, shapes) goes to the log; the caller gets a code and a sentence. */
function logCause(error: unknown): void {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error) {
    console.error(`${toWireError(error).code}: ${cause.stack ?? cause.message}`);
  }
}
