import type { InferenceSession } from "onnxruntime-node";
import type { ChosenToken, ModelRunner, OpenedPlace, Slice } from "../core/model-runner.ts";
import type { ModelManifest } from "./export/model-manifest.ts";
import { chooseToken } from "./choose-token.ts";
import { KvCache } from "./kv-cache.ts";
import { OnnxModel } from "./onnx-model.ts";
import { PrefixCache } from "./prefix-cache.ts";

export interface OnnxRunnerOptions {
  readonly maxNumSeqs: number;
  readonly maxContextTokens: number;
  readonly prefixCacheBytes: number;
  /** Tokens that all sequences together may hold in the cache. Defaults to maxNumSeqs times maxContextTokens. */
  readonly kvCacheTokens?: number;
}

/** A sequence's slot in the cache, which may change when another leaves. */
export interface OnnxPlace {
  slot: number;
  /** Tokens whose keys and values the slot holds. */
  computedTokens: number;
  /** Tokens that it may grow to. */
  reservedTokens: number;
  /** Token ids by position, as far as they are known: what a batch computes again for a slot between two others. */
  readonly tokens: number[];
  /** The tokens another sequence may begin with. */
  readonly shared: Uint32Array;
}

/** The model in ONNX Runtime: sequences in slots of one memory, the next tokens chosen on the CPU. */
export class OnnxRunner implements ModelRunner<OnnxPlace> {
  readonly #session: InferenceSession;
  readonly #kv: KvCache<OnnxPlace>;
  readonly #model: OnnxModel<OnnxPlace>;
  readonly #prefixCache: PrefixCache;
  readonly #kvCacheTokens: number;

  constructor(session: InferenceSession, manifest: ModelManifest, options: OnnxRunnerOptions) {
    const { layers, kvHeads, headDim, activation, vocabSize } = manifest;
    const { maxNumSeqs, maxContextTokens, prefixCacheBytes, kvCacheTokens } = options;
    this.#session = session;
    this.#kv = new KvCache(
      { layers, kvHeads, headDim, dtype: activation },
      { slots: maxNumSeqs, maxTokens: maxContextTokens },
    );
    this.#model = new OnnxModel(session, this.#kv, vocabSize);
    this.#prefixCache = new PrefixCache(prefixCacheBytes);
    this.#kvCacheTokens = kvCacheTokens ?? maxNumSeqs * maxContextTokens;
  }

  open(tokens: readonly number[], sharedTokens: number): OpenedPlace<OnnxPlace> | null {
    if (
      this.#kv.holders.length >= this.#kv.maxSlots ||
      this.#reservedTokens() + tokens.length > this.#kvCacheTokens
    ) {
      return null;
    }
    const place: OnnxPlace = {
      slot: -1,
      computedTokens: 0,
      reservedTokens: tokens.length,
      tokens: [...tokens],
      shared: Uint32Array.from(tokens.slice(0, sharedTokens)),
    };
    this.#kv.take(place);
    const copies = this.#prefixCache.find(place.shared);
    if (copies !== undefined) {
      this.#kv.copyIn(place.slot, sharedTokens, copies);
      place.computedTokens = sharedTokens;
    }
    return { place, cachedTokens: place.computedTokens, keptTokens: sharedTokens };
  }

  reserve(place: OnnxPlace, tokens: number): boolean {
    if (this.#reservedTokens() - place.reservedTokens + tokens > this.#kvCacheTokens) {
      return false;
    }
    place.reservedTokens = Math.max(place.reservedTokens, tokens);
    return true;
  }

  /** Several new tokens of one sequence at a time, then one of each other sequence together. */
  async run(slices: readonly Slice<OnnxPlace>[]): Promise<(ChosenToken | null)[]> {
    const chosen: (ChosenToken | null)[] = slices.map(() => null);
    const choose = (index: number, logits: Float32Array): void => {
      const { place, tokens, position, next } = slices[index]!;
      place.computedTokens = position + tokens.length;
      chosen[index] = next === null ? null : chooseToken(logits, next);
    };
    const single: number[] = [];
    for (const [index, { place, tokens, position }] of slices.entries()) {
      tokens.forEach((token, offset) => {
        place.tokens[position + offset] = token;
      });
      if (tokens.length === 1) {
        single.push(index);
      } else {
        choose(index, await this.#model.extend(place.slot, tokens, position));
      }
    }
    if (single.length > 0) {
      const slots = single.map((index) => slices[index]!.place.slot);
      const logits = await this.#model.decode(this.#rows(Math.max(...slots) + 1));
      single.forEach((index, at) => choose(index, logits[slots[at]!]!));
    }
    return chosen;
  }

  keep(place: OnnxPlace, computedTokens: number): void {
    const tokens = place.shared.length;
    if (computedTokens === tokens && tokens > 0) {
      this.#prefixCache.store(place.shared, this.#kv.bytes(tokens), () =>
        this.#kv.copyOut(place.slot, tokens),
      );
    }
  }

  close(place: OnnxPlace): void {
    this.#kv.release(place);
  }

  async release(): Promise<void> {
    await this.#session.release();
  }

  /**
   * The batch is one piece of memory, so it also holds what lies in slots between those that decode: those compute a
   * token at their end too, but do not count it and will compute it again.
   */
  #rows(slots: number) {
    return this.#kv.holders.slice(0, slots).map(({ tokens, computedTokens }) => ({
      token: tokens[computedTokens] ?? 0,
      position: computedTokens,
    }));
  }

  #reservedTokens(): number {
    return this.#kv.holders.reduce((sum, { reservedTokens }) => sum + reservedTokens, 0);
  }
}
