import type { InferenceSession } from "onnxruntime-node";
import type { Allocation, ChosenToken, ModelRunner, Slice } from "../core/model-runner.ts";
import type { ModelManifest } from "./export/model-manifest.ts";
import { chooseToken } from "./choose-token.ts";
import { KvCache, type KvSlot } from "./kv-cache.ts";
import { OnnxModel } from "./onnx-model.ts";
import { PrefixCache } from "./prefix-cache.ts";

export interface OnnxRunnerOptions {
  readonly maxNumSeqs: number;
  readonly maxContextTokens: number;
  readonly prefixCacheBytes: number;
  /** Tokens that all sequences together may hold in the KV cache. Defaults to maxNumSeqs times maxContextTokens. */
  readonly kvCacheTokens?: number;
}

/** A sequence's slot in the KV cache. */
export interface OnnxSlot extends KvSlot {
  /** Tokens whose keys and values the slot holds. */
  computedTokens: number;
  /** Tokens that it may grow to. */
  reservedTokens: number;
  /** The known token ids by position: a batch recomputes one of them for a slot between two others (see `#rows`). */
  readonly tokens: number[];
  /** The tokens that other sequences may begin with too. */
  readonly shared: Uint32Array;
}

/** Runs a model in ONNX Runtime: a KV cache of fixed slots, next tokens chosen on the CPU. */
export class OnnxRunner implements ModelRunner<OnnxSlot> {
  readonly #session: InferenceSession;
  readonly #kv: KvCache<OnnxSlot>;
  readonly #model: OnnxModel<OnnxSlot>;
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

  allocate(tokens: readonly number[], sharedTokens: number): Allocation<OnnxSlot> | null {
    if (
      this.#kv.slots.length >= this.#kv.maxSlots ||
      this.#reservedTokens() + tokens.length > this.#kvCacheTokens
    ) {
      return null;
    }
    const slot: OnnxSlot = {
      index: -1,
      computedTokens: 0,
      reservedTokens: tokens.length,
      tokens: [...tokens],
      shared: Uint32Array.from(tokens.slice(0, sharedTokens)),
    };
    this.#kv.allocate(slot);
    this.#kv.ensure(tokens.length);
    const copies = this.#prefixCache.find(slot.shared);
    if (copies !== undefined) {
      this.#kv.copyIn(slot.index, sharedTokens, copies);
      slot.computedTokens = sharedTokens;
    }
    return { slot, cachedTokens: slot.computedTokens, cacheableTokens: sharedTokens };
  }

  reserve(slot: OnnxSlot, tokens: number): boolean {
    if (this.#reservedTokens() - slot.reservedTokens + tokens > this.#kvCacheTokens) return false;
    slot.reservedTokens = Math.max(slot.reservedTokens, tokens);
    return true;
  }

  /** Runs each slice of several tokens alone (prefill), then all slices of one token together (decode). */
  async run(slices: readonly Slice<OnnxSlot>[]): Promise<(ChosenToken | null)[]> {
    const chosen: (ChosenToken | null)[] = slices.map(() => null);
    const choose = (index: number, logits: Float32Array): void => {
      const { slot, tokens, position, next } = slices[index]!;
      slot.computedTokens = position + tokens.length;
      chosen[index] = next === null ? null : chooseToken(logits, next);
    };
    const decoding: number[] = [];
    for (const [index, { slot, tokens, position }] of slices.entries()) {
      tokens.forEach((token, offset) => {
        slot.tokens[position + offset] = token;
      });
      if (tokens.length === 1) {
        decoding.push(index);
      } else {
        choose(index, await this.#model.prefill(slot.index, tokens, position));
      }
    }
    if (decoding.length > 0) {
      const rows = decoding.map((index) => slices[index]!.slot.index);
      const logits = await this.#model.decode(this.#rows(Math.max(...rows) + 1));
      decoding.forEach((index, at) => choose(index, logits[rows[at]!]!));
    }
    return chosen;
  }

  commit(slot: OnnxSlot, computedTokens: number): void {
    const tokens = slot.shared.length;
    if (computedTokens === tokens && tokens > 0) {
      this.#prefixCache.store(slot.shared, this.#kv.bytes(tokens), () =>
        this.#kv.copyOut(slot.index, tokens),
      );
    }
  }

  free(slot: OnnxSlot): void {
    this.#kv.free(slot);
  }

  kvCacheShare(): number {
    return this.#reservedTokens() / this.#kvCacheTokens;
  }

  async release(): Promise<void> {
    await this.#session.release();
  }

  /**
   * The batch is contiguous, so it includes slots that do not decode but are between two that do. For these, too, a
   * token after their last one is computed; the result is ignored, and the token is computed again later.
   */
  #rows(count: number) {
    return this.#kv.slots.slice(0, count).map(({ tokens, computedTokens }) => ({
      token: tokens[computedTokens] ?? 0,
      position: computedTokens,
    }));
  }

  #reservedTokens(): number {
    return this.#kv.slots.reduce((sum, { reservedTokens }) => sum + reservedTokens, 0);
  }
}
