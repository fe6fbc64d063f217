import type { ChildMessage, ChildOptions } from "./side.ts";

/** Runs a side in its process, and exits when everything is reported, which frees the resources of the library. */
export async function runSide<S extends ChildOptions["side"]>(
  run: (options: ChildOptions & { readonly side: S }, send: (message: ChildMessage) => void) => Promise<void>,
): Promise<void> {
  const options = JSON.parse(process.argv[2] ?? "null") as ChildOptions & { readonly side: S };
  await run(options, (message) => void process.send?.(message));
  process.send?.({ type: "done" } satisfies ChildMessage, undefined, undefined, () => process.exit(0));
}
