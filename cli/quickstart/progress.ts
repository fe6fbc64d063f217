import { ProgressLine } from "../printing/progress-line.ts";

const INTERVAL_MS = 1000;

export type Report = (done: number, total: number) => void;

/** Shows on stdout what is being done, the share that is done if the work reports it, and how long it took. */
export async function showProgress<T>(what: string, work: (report: Report) => Promise<T>): Promise<T> {
  const line = new ProgressLine({
    err: (text) => void process.stdout.write(text),
    interactive: process.stdout.isTTY === true,
  });
  const start = performance.now();
  const elapsed = () => `${((performance.now() - start) / 1000).toFixed(1)} s`;
  let share = "";
  line.show(what, () => `${what} ...`);
  const timer = setInterval(() => line.show(what, () => `${what} ... ${share}${elapsed()}`), INTERVAL_MS);
  try {
    const result = await work((done, total) => {
      share = `${Math.floor((100 * done) / Math.max(1, total))} %, `;
    });
    line.note(`${what}: done in ${elapsed()}`);
    return result;
  } catch (error) {
    line.note(`${what}: failed after ${elapsed()}`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}
