/** What a model's keys and values look like. */
export interface KvShape {
  readonly layers: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly dtype: "float32" | "float16";
}

/** float16 travels as its bits. */
export type KvArray = Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;

/** Who sits in a slot. The cache writes `slot` and reads how much of it is in use. */
export interface SlotHolder {
  slot: number;
  readonly computedTokens: number;
}

/**
 * Keys and values of the running sequences, in buffers of fixed length that the model reads as past and writes as
 * present: for each layer two arrays [slots, kvHeads, maxTokens, headDim].
 *
 * The sequences in use always fill the slots 0..n-1, so that a batch is one piece of memory. When one leaves,
 * the last one moves into its place. The memory is reserved at once but becomes real only where it is written.
 */
export class KvCache<S extends SlotHolder> {
  readonly shape: KvShape;
  readonly maxTokens: number;
  readonly maxSlots: number;
  readonly #keys: readonly KvArray[];
  readonly #values: readonly KvArray[];
  readonly #holders: S[] = [];

  constructor(shape: KvShape, options: { readonly slots: number; readonly maxTokens: number }) {
    this.shape = shape;
    this.maxTokens = options.maxTokens;
    this.maxSlots = options.slots;
    const length = options.slots * this.#slotLength();
    const arrays = () => Array.from({ length: shape.layers }, () => allocate(shape, length));
    this.#keys = arrays();
    this.#values = arrays();
  }

  /** By slot. */
  get holders(): readonly S[] {
    return this.#holders;
  }

  /** Gives the sequence the first free slot. */
  take(sequence: S): void {
    if (this.#holders.length >= this.maxSlots) {
      throw new RangeError("no slot is free");
    }
    sequence.slot = this.#holders.length;
    this.#holders.push(sequence);
  }

  /** Frees the sequence's slot; the sequence in the last slot moves into it. */
  release(sequence: S): void {
    if (this.#holders[sequence.slot] !== sequence) {
      throw new RangeError("the sequence holds no slot");
    }
    const last = this.#holders.pop()!;
    if (last !== sequence) {
      this.#move(last.slot, sequence.slot, last.computedTokens);
      last.slot = sequence.slot;
      this.#holders[last.slot] = last;
    }
    sequence.slot = -1;
  }

  /** The memory of `count` slots from `first` on, of one layer: [count, kvHeads, maxTokens, headDim]. */
  keys(layer: number, first: number, count: number): KvArray {
    return this.#slots(this.#keys[layer]!, first, count);
  }

  values(layer: number, first: number, count: number): KvArray {
    return this.#slots(this.#values[layer]!, first, count);
  }

  /** Memory of the keys and values of `tokens` tokens. */
  bytes(tokens: number): number {
    const { layers, kvHeads, headDim, dtype } = this.shape;
    return 2 * layers * kvHeads * headDim * tokens * (dtype === "float32" ? 4 : 2);
  }

  /** Copies the first `tokens` tokens of a slot, tightly packed: keys and values of each layer by turns. */
  copyOut(slot: number, tokens: number): KvArray[] {
    const { kvHeads, headDim } = this.shape;
    const length = tokens * headDim;
    return this.#layers().map((array) => {
      const copy = allocate(this.shape, kvHeads * length);
      for (let head = 0; head < kvHeads; head += 1) {
        const start = this.#headStart(slot, head);
        copy.set(array.subarray(start, start + length), head * length);
      }
      return copy;
    });
  }

  /** The reverse of `copyOut`. */
  copyIn(slot: number, tokens: number, copies: readonly KvArray[]): void {
    const length = tokens * this.shape.headDim;
    this.#layers().forEach((array, index) => {
      for (let head = 0; head < this.shape.kvHeads; head += 1) {
        const part = copies[index]!.subarray(head * length, (head + 1) * length);
        array.set(part, this.#headStart(slot, head));
      }
    });
  }

  #move(from: number, to: number, tokens: number): void {
    const length = tokens * this.shape.headDim;
    for (const array of this.#layers()) {
      for (let head = 0; head < this.shape.kvHeads; head += 1) {
        const start = this.#headStart(from, head);
        array.copyWithin(this.#headStart(to, head), start, start + length);
      }
    }
  }

  #layers(): KvArray[] {
    return this.#keys.flatMap((keys, layer) => [keys, this.#values[layer]!]);
  }

  #slots(array: KvArray, first: number, count: number): KvArray {
    return array.subarray(first * this.#slotLength(), (first + count) * this.#slotLength());
  }

  #headStart(slot: number, head: number): number {
    return (slot * this.shape.kvHeads + head) * this.maxTokens * this.shape.headDim;
  }

  #slotLength(): number {
    return this.shape.kvHeads * this.maxTokens * this.shape.headDim;
  }
}

function allocate(shape: KvShape, length: number): KvArray {
  return shape.dtype === "float32" ? new Float32Array(length) : new Uint16Array(length);
}
