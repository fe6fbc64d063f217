const INTERVAL_MS = 1000;

/** What a long step is called while it runs; told how far it is where the step knows. */
export type Report = (done: number, total: number) => void;

/**
 * Says what is going on from the start, how far it is each second, and how long it took. On a terminal the
 * line is overwritten; elsewhere each is a line of its own.
 */
export async function showProgress<T>(what: string, work: (report: Report) => Promise<T>): Promise<T> {
  const start = performance.now();
  const seconds = () => ((performance.now() - start) / 1000).toFixed(1);
  let portion = "";
  const show = () => write(`${what} ... ${portion}${seconds()} s`, false);
  write(`${what} ...`, false);
  const timer = setInterval(show, INTERVAL_MS);
  try {
    const result = await work((done, total) => {
      portion = `${Math.floor((100 * done) / Math.max(1, total))} %, `;
    });
    write(`${what}: done in ${seconds()} s`, true);
    return result;
  } catch (error) {
    write(`${what}: failed after ${seconds()} s`, true);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

function write(line: string, last: boolean): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${line}${last ? "\n" : ""}`);
  else process.stdout.write(`${line}\n`);
}
