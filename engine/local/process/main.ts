/**
 * The entry point of the engine's process: a LocalEngine over Node's IPC channel (see protocol.ts).
 *
 * The process lives as long as the channel: however the service's process ends, the channel closes and this process
 * exits. It ignores signals to the process group (Ctrl-C): the service handles them and closes the engine.
 */
import { IDLE_LOAD } from "../../idle-load.ts";
import { LocalEngine } from "../local-engine.ts";
import type { LocalOptions } from "../local-options.ts";
import { HEARTBEAT_MS, type MessageFromEngine, type MessageToEngine } from "./protocol.ts";
import { startPulse } from "./pulse.ts";
import { toWireError } from "./wire-error.ts";

let engine: LocalEngine | undefined;
const running = new Map<number, AbortController>();

process.once("disconnect", () => process.exit(0));
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});
process.on("message", (message) => void receive(message as MessageToEngine));
setInterval(
  () => send({ type: "heartbeat", steps: engine?.steps ?? 0, load: engine?.load() ?? IDLE_LOAD }),
  HEARTBEAT_MS,
);
startPulse();

async function receive(message: MessageToEngine): Promise<void> {
  switch (message.type) {
    case "start":
      return start(message.options);
    case "generate":
      return generate(message);
    case "abort":
      running.get(message.id)?.abort();
      return;
    case "close":
      await engine?.close({ graceMs: 0 });
      process.disconnect();
  }
}

async function start(options: LocalOptions): Promise<void> {
  engine = new LocalEngine(options, {
    onProgress: (progress) => send({ type: "progress", progress }),
    onNotice: (notice) => send({ type: "notice", notice }),
    onDeviceLost: (reason) => {
      console.error(`The GPU was lost: ${reason}`);
      process.exit(1);
    },
  });
  try {
    await engine.start();
    send({ type: "ready", info: engine.info() });
  } catch (error) {
    logCause(error);
    send({ type: "start-failed", error: toWireError(error) });
  }
}

async function generate({ id, request }: MessageToEngine & { type: "generate" }): Promise<void> {
  const abort = new AbortController();
  running.set(id, abort);
  try {
    send({ type: "result", id, result: await engine!.generate(request, { signal: abort.signal }) });
  } catch (error) {
    logCause(error);
    send({ type: "error", id, error: toWireError(error) });
  } finally {
    running.delete(id);
  }
}

/** Ignores errors: when the channel is closed there is no reader. */
function send(message: MessageFromEngine): void {
  process.send?.(message, undefined, undefined, () => {});
}

/** Logs what the runtime reported (names of operators, shapes); the caller gets only a code and a sentence. */
function logCause(error: unknown): void {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error) {
    console.error(`${toWireError(error).code}: ${cause.stack ?? cause.message}`);
  }
}
