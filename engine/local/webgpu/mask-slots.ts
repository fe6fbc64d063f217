import type { TokenBitmask } from "../core/model-runner.ts";
import { NONE } from "./step-data.ts";

/** Masks kept on the GPU, at least as many as one step can need. */
export const MASK_SLOTS = 512;

/** Keeps the masks that were used last on the GPU, so that a mask is not sent again with every token. */
export class MaskSlots {
  readonly #write: (slot: number, mask: Int32Array) => void;
  /** Slots by mask, in the order of their last use. */
  readonly #slots = new Map<Int32Array, number>();

  constructor(write: (slot: number, mask: Int32Array) => void) {
    this.#write = write;
  }

  /** The slot of the mask, written if it is new. One step can use at most MASK_SLOTS different masks. */
  slotOf(mask: TokenBitmask): number {
    if (mask === null) {
      return NONE;
    }
    let slot = this.#slots.get(mask);
    if (slot === undefined) {
      slot = this.#slots.size < MASK_SLOTS ? this.#slots.size : this.#evictLeastRecent();
      this.#write(slot, mask);
    }
    this.#slots.delete(mask);
    this.#slots.set(mask, slot);
    return slot;
  }

  #evictLeastRecent(): number {
    const [mask, slot] = this.#slots.entries().next().value!;
    this.#slots.delete(mask);
    return slot;
  }
}
