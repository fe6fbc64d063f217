/** The layout of a model's keys and values. */
export interface KvShape {
  readonly layers: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly dtype: "float32" | "float16";
}

/** float16 values are stored as their bits. */
export type KvArray = Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;

/** A sequence's slot. The cache writes `index` and reads how much of the slot is in use. */
export interface KvSlot {
  index: number;
  readonly computedTokens: number;
}

/** The arrays grow by this many tokens of each slot. */
const GROWTH_TOKENS = 256;

/**
 * Keys and values of the running sequences, in arrays that are inputs of the model: for each layer two of them [slots,
 * kvHeads, capacity, headDim].
 *
 * The allocated slots always have the indices 0..n-1, so that a batch is contiguous. When one is freed, the last one
 * moves to its index. The arrays have space for the longest sequence, and not for the longest context:
 * GroupQueryAttention copies what the arrays of a layer hold, and takes memory for their whole capacity.
 */
export class KvCache<S extends KvSlot> {
  readonly shape: KvShape;
  readonly maxTokens: number;
  readonly maxSlots: number;
  #keys: readonly KvArray[] = [];
  #values: readonly KvArray[] = [];
  #capacity = 0;
  #resizes = 0;
  readonly #slots: S[] = [];

  constructor(shape: KvShape, options: { readonly slots: number; readonly maxTokens: number }) {
    this.shape = shape;
    this.maxTokens = options.maxTokens;
    this.maxSlots = options.slots;
    this.#resize(0);
  }

  /** Tokens for which each slot has space. */
  get capacity(): number {
    return this.#capacity;
  }

  /** Changes when the arrays are replaced. */
  get resizes(): number {
    return this.#resizes;
  }

  /** Makes space for `tokens` tokens in each slot. */
  ensure(tokens: number): void {
    if (tokens > this.maxTokens) throw new RangeError("a sequence exceeds the longest context");
    if (tokens <= this.#capacity) return;
    this.#resize(Math.min(this.maxTokens, Math.ceil(tokens / GROWTH_TOKENS) * GROWTH_TOKENS));
  }

  /** The allocated slots, by index. */
  get slots(): readonly S[] {
    return this.#slots;
  }

  /** Assigns the first free index to the slot. */
  allocate(slot: S): void {
    if (this.#slots.length >= this.maxSlots) {
      throw new RangeError("no slot is free");
    }
    slot.index = this.#slots.length;
    this.#slots.push(slot);
  }

  /** Frees the slot; the last one moves to its index. Without slots the arrays have no memory. */
  free(slot: S): void {
    if (this.#slots[slot.index] !== slot) {
      throw new RangeError("the slot is not allocated");
    }
    const last = this.#slots.pop()!;
    if (last !== slot) {
      this.#move(last.index, slot.index, last.computedTokens);
      last.index = slot.index;
      this.#slots[last.index] = last;
    }
    slot.index = -1;
    if (this.#slots.length === 0) this.#resize(0);
  }

  /** The keys of one layer in `count` slots from index `first`: [count, kvHeads, capacity, headDim]. */
  keys(layer: number, first: number, count: number): KvArray {
    return this.#range(this.#keys[layer]!, first, count);
  }

  /** The values, laid out like the keys. */
  values(layer: number, first: number, count: number): KvArray {
    return this.#range(this.#values[layer]!, first, count);
  }

  /**
   * Stores the keys and values of tokens from `position` on in one layer of a slot. Both are laid out as the model
   * returns them: [tokens, kvHeads, headDim].
   */
  write(layer: number, index: number, position: number, keys: KvArray, values: KvArray): void {
    const { kvHeads, headDim } = this.shape;
    const width = kvHeads * headDim;
    for (let head = 0; head < kvHeads; head += 1) {
      let target = this.#headStart(index, head) + position * headDim;
      for (let source = head * headDim; source < keys.length; source += width) {
        this.#keys[layer]!.set(keys.subarray(source, source + headDim), target);
        this.#values[layer]!.set(values.subarray(source, source + headDim), target);
        target += headDim;
      }
    }
  }

  /** The size of the keys and values of `tokens` tokens. */
  bytes(tokens: number): number {
    const { layers, kvHeads, headDim, dtype } = this.shape;
    return 2 * layers * kvHeads * headDim * tokens * (dtype === "float32" ? 4 : 2);
  }

  /** Copies the first `tokens` tokens of a slot, tightly packed: keys and values of each layer in turn. */
  copyOut(index: number, tokens: number): KvArray[] {
    const { kvHeads, headDim } = this.shape;
    const length = tokens * headDim;
    return this.#arrays().map((array) => {
      const copy = createArray(this.shape, kvHeads * length);
      for (let head = 0; head < kvHeads; head += 1) {
        const start = this.#headStart(index, head);
        copy.set(array.subarray(start, start + length), head * length);
      }
      return copy;
    });
  }

  /** The reverse of `copyOut`. */
  copyIn(index: number, tokens: number, copies: readonly KvArray[]): void {
    this.ensure(tokens);
    const length = tokens * this.shape.headDim;
    this.#arrays().forEach((array, at) => {
      for (let head = 0; head < this.shape.kvHeads; head += 1) {
        const part = copies[at]!.subarray(head * length, (head + 1) * length);
        array.set(part, this.#headStart(index, head));
      }
    });
  }

  #move(from: number, to: number, tokens: number): void {
    const length = tokens * this.shape.headDim;
    for (const array of this.#arrays()) {
      for (let head = 0; head < this.shape.kvHeads; head += 1) {
        const start = this.#headStart(from, head);
        array.copyWithin(this.#headStart(to, head), start, start + length);
      }
    }
  }

  /** Replaces the arrays. Those of the sequences keep their tokens. */
  #resize(capacity: number): void {
    const { layers, kvHeads, headDim } = this.shape;
    const oldHeadLength = this.#capacity * headDim;
    this.#capacity = capacity;
    this.#resizes += 1;
    const resized = (old: readonly KvArray[]): KvArray[] =>
      Array.from({ length: layers }, (_, layer) => {
        const array = createArray(this.shape, this.maxSlots * this.#slotLength());
        for (const { index, computedTokens } of this.#slots) {
          for (let head = 0; head < kvHeads; head += 1) {
            const start = (index * kvHeads + head) * oldHeadLength;
            const part = old[layer]!.subarray(start, start + computedTokens * headDim);
            array.set(part, this.#headStart(index, head));
          }
        }
        return array;
      });
    this.#keys = resized(this.#keys);
    this.#values = resized(this.#values);
  }

  #arrays(): KvArray[] {
    return this.#keys.flatMap((keys, layer) => [keys, this.#values[layer]!]);
  }

  #range(array: KvArray, first: number, count: number): KvArray {
    return array.subarray(first * this.#slotLength(), (first + count) * this.#slotLength());
  }

  #headStart(index: number, head: number): number {
    return (index * this.shape.kvHeads + head) * this.#capacity * this.shape.headDim;
  }

  #slotLength(): number {
    return this.shape.kvHeads * this.#capacity * this.shape.headDim;
  }
}

function createArray(shape: KvShape, length: number): KvArray {
  return shape.dtype === "float32" ? new Float32Array(length) : new Uint16Array(length);
}
