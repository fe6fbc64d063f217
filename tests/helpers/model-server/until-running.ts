import type { ModelServer } from "./start-model-server.ts";

/** Resolves once so many generations hold or wait for a place on the server. */
export async function untilRunning(server: ModelServer, count: number): Promise<void> {
  for (let look = 0; look < 2000; look += 1) {
    if ((await server.running()) === count) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`never ${count} running`);
}
