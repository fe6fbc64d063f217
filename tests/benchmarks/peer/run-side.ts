import { fork } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { About, ChildMessage, ChildOptions, FigureName, SideFigures } from "./side.ts";

/**
 * Measures one side in its own process, so that the GPU's memory is free for the other side. The child is next to
 * this file, as TypeScript in the source tree and as JavaScript if both were bundled. Never rejects.
 */
export function runSide(options: ChildOptions, limitMs: number): Promise<SideFigures> {
  const extension = path.extname(new URL(import.meta.url).pathname);
  const entry = fileURLToPath(new URL(`./${options.side}.child${extension}`, import.meta.url));
  const child = fork(entry, [JSON.stringify(options)], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const figures = new Map<FigureName, number>();
  let about: About = { name: options.side, device: "" };
  let done = false;
  child.on("message", (message: ChildMessage) => {
    if (message.type === "about") {
      ({ about } = message);
      console.error(`${options.side}: ${about.name} on ${about.device || "an unnamed device"}`);
    } else if (message.type === "figure") {
      figures.set(message.name, message.value);
      console.error(`${options.side}: ${message.name} ${message.value.toPrecision(4)}`);
    } else {
      done = true;
    }
  });
  const limit = setTimeout(() => child.kill("SIGKILL"), limitMs);
  return new Promise((resolve) => {
    const end = (how: string) => {
      clearTimeout(limit);
      resolve({ about, figures, failure: done ? null : `the ${options.side} side ended early: ${how}` });
    };
    child.once("error", (error) => end(error.message));
    child.once("exit", (code, signal) =>
      end(signal === "SIGKILL" ? "it took too long" : `${signal ?? code}`),
    );
  });
}
