import { setImmediate as tick } from "node:timers/promises";

/** The names of the warnings that Node emits in this process during `work`. */
export async function nodeWarnings(work: () => Promise<void>): Promise<readonly string[]> {
  const names: string[] = [];
  const onWarning = ({ name }: Error): void => void names.push(name);
  process.on("warning", onWarning);
  try {
    await work();
    await tick();
  } finally {
    process.off("warning", onWarning);
  }
  return names;
}
