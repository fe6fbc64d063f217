import type { ModelServer } from "./start-model-server.ts";

/** Resolves when that number of generations has or waits for a slot on the server. */
export async function untilRunning(server: ModelServer, count: number): Promise<void> {
  for (let look = 0; look < 2000; look += 1) {
    if ((await server.running()) === count) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`${count} generations were never running at the same time`);
}
