#!/usr/bin/env node
import { setMaxListeners } from "node:events";
import { readEnvironment } from "./environment.ts";
import { EXIT } from "./exit-codes.ts";
import { runCli } from "./run-cli.ts";

const env = readEnvironment();
const interrupt = new AbortController();
// Each request in flight adds a listener; Node warns of a leak above ten.
setMaxListeners(0, interrupt.signal);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupt.abort());

// A reader that closes the pipe early, such as head, is not an error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? EXIT.ok : EXIT.error);
});

process.exitCode = await runCli(process.argv.slice(2), {
  stdin: process.stdin,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  // https://no-color.org/
  color: process.stdout.isTTY === true && env.NO_COLOR === undefined && env.TERM !== "dumb",
  interactive: process.stderr.isTTY === true,
  env,
  signal: interrupt.signal,
});
