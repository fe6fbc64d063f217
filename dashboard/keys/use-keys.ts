import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { type KeyBinding, keyRegistry } from "./key-registry.ts";

/**
 * Registers keys while the component is shown. `run` may change between renders; the list of keys is compared by value.
 */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const latest = useRef(bindings);
  latest.current = bindings;
  const signature = bindings.map(({ keys, words, always }) => `${keys}\t${words}\t${always}`).join("\n");
  // Before the next paint, so that a key works as soon as its button is seen.
  useLayoutEffect(
    () =>
      keyRegistry.add(
        latest.current.map((binding, index) => ({ ...binding, run: () => latest.current[index]?.run() })),
      ),
    [signature],
  );
}

/** All keys that do something now. */
export function useAllKeys(): readonly KeyBinding[] {
  const [keys, setKeys] = useState(() => keyRegistry.list());
  useEffect(() => {
    setKeys(keyRegistry.list());
    return keyRegistry.onChange(() => setKeys(keyRegistry.list()));
  }, []);
  return keys;
}
