// A command with a time limit for everything that it starts.
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs a command in a process group of its own. When the limit is reached or a signal ends this process, the whole
 * group is ended, so that none of it is still running during the next command. Resolves with null if the command
 * succeeded, else with the reason.
 */
export async function runLimited(command, args, { cwd, limitMs, graceMs = 10_000 }) {
  const windows = process.platform === "win32";
  const child = spawn(command, args, {
    cwd,
    stdio: ["ignore", "inherit", "inherit"],
    detached: !windows,
    shell: windows,
  });
  const interrupt = (signal) => {
    signalGroup(child.pid, "SIGKILL");
    for (const name of SIGNALS) process.removeListener(name, interrupt);
    process.kill(process.pid, signal);
  };
  for (const name of SIGNALS) process.on(name, interrupt);

  const ended = new Promise((resolve) => {
    child.once("error", (error) => resolve(`could not be started (${error.code ?? error.message})`));
    child.once("exit", (code, signal) =>
      resolve(code === 0 ? null : `ended with ${signal ?? `code ${code}`}`),
    );
  });
  const limit = new AbortController();
  const late = sleep(limitMs, `stopped: it took longer than ${inWords(limitMs)}`, { signal: limit.signal });
  const reason = await Promise.race([ended, late]);
  limit.abort();
  late.catch(() => {});
  if (reason !== null) await endGroup(child.pid, graceMs);
  for (const name of SIGNALS) process.removeListener(name, interrupt);
  return reason;
}

/** Gives the group a chance to stop servers and remove files, then kills it. */
async function endGroup(pid, graceMs) {
  const deadline = performance.now() + graceMs;
  signalGroup(pid, "SIGTERM");
  while (performance.now() < deadline && signalGroup(pid, 0)) await sleep(50);
  signalGroup(pid, "SIGKILL");
}

/** Returns whether the group had a process. */
function signalGroup(pid, signal) {
  if (pid === undefined) return false;
  if (process.platform === "win32") {
    if (signal !== 0) spawn("taskkill", ["/pid", String(pid), "/t", "/f"], { stdio: "ignore" });
    return false;
  }
  try {
    process.kill(-pid, signal);
    return true;
  } catch (error) {
    if (error.code === "ESRCH") return false;
    throw error;
  }
}

function inWords(ms) {
  return ms >= 60_000 ? `${Math.round(ms / 60_000)} minutes` : `${ms / 1000} seconds`;
}
