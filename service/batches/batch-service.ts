import type { Hmac } from "node:crypto";
import type { Batch, BatchLine, CsvDelimiter } from "../../schemas/batch.ts";
import type { Config } from "../config/config.ts";
import { ServiceError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import { createSplitter } from "./batch-bytes.ts";
import type { RawLine } from "./splitter.ts";
import { badLine, createLineReader, externalIdOf, type ReadLine } from "./batch-line.ts";
import type {
  BadLine,
  BatchFormat,
  BatchStore,
  BatchTotals,
  OpenedBatch,
  StagedLine,
} from "./batch-store.ts";
import { type BatchDefaults, BatchTargets } from "./batch-targets.ts";
import type { ContentHashes } from "../judging/content-hash.ts";
import type { PolicyStore } from "../policies/policy-store.ts";

/** Committed together: so much of an upload is in memory at a time, and no more. */
const LINES_PER_SLICE = 500;
const BYTES_PER_SLICE = 1_000_000;
/**
 * A bad line takes the table far more bytes than the upload, if it is short. Beyond so many of them, an upload of
 * which more than half is bad is no batch with some bad lines but the wrong file.
 */
const TOLERATED_BAD_LINES = 1000;

export interface BatchUpload {
  readonly keyId: string;
  /** The same upload under the same key makes one batch. */
  readonly idempotencyKey?: string;
  readonly format: BatchFormat;
  /** Of the cells of a CSV; a comma if not given. */
  readonly delimiter?: CsvDelimiter;
  readonly defaults: BatchDefaults;
  /** Throws where the upload breaks off or is too long. Read only as fast as lines are committed. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

export interface ReceivedBatch {
  readonly batch: Batch;
  /** True if an earlier upload with the same idempotency key made it. */
  readonly replayed: boolean;
}

export interface BatchServiceDependencies {
  readonly config: Pick<Config, "engine" | "http">;
  readonly policies: PolicyStore;
  readonly batches: BatchStore;
  readonly hashes: ContentHashes;
  /** Told that there is something to do. */
  readonly wake: () => void;
  readonly logger: Logger;
}

/** The accepting side of batches: from the bytes of an upload to committed lines that wait for the queue. */
export class BatchService {
  readonly #deps: BatchServiceDependencies;

  constructor(deps: BatchServiceDependencies) {
    this.#deps = deps;
  }

  /**
   * Resolves once every line of the upload is committed. Whatever goes wrong before that leaves nothing
   * behind. Throws what `chunks` throws, invalid_request, body_too_large, for the upload's own policies
   * policy_not_found, policy_version_not_found, policy_archived, and under an idempotency key
   * idempotency_in_progress and idempotency_conflict.
   */
  async receive(upload: BatchUpload): Promise<ReceivedBatch> {
    const { keyId, format, idempotencyKey } = upload;
    const named = idempotencyKey === undefined ? {} : { idempotencyKey };
    // Before anything may refuse: what was accepted once is returned again, archived as its policy may be by now.
    const opened = await this.#deps.batches.open({ keyId, format, ...named });
    if ("earlierId" in opened) return this.#replay(opened, upload);
    return { batch: await this.#receiveAs(opened.id, upload), replayed: false };
  }

  async #receiveAs(id: string, upload: BatchUpload): Promise<Batch> {
    const { batches, policies, config, wake, logger } = this.#deps;
    const hash = upload.idempotencyKey === undefined ? null : this.#uploadHash(upload);
    try {
      const targets = new BatchTargets(policies, config.engine, upload.defaults);
      await targets.checkDefaults();
      const totals = await this.#stageAll(id, targets, { ...upload, chunks: hashed(upload.chunks, hash) });
      if (totals.lines === 0) throw new ServiceError("invalid_request", "The upload has no lines.");
      if (upload.defaults.policyIds.length === 0 && totals.withPolicy === 0) throw noPolicy();
      const batch = await batches.accept(id, totals, hash?.digest("hex") ?? null);
      wake();
      return batch;
    } catch (error) {
      await batches.abort(id).catch((cause: unknown) => {
        logger.warn(
          { batch_id: id, err: cause },
          "an upload that broke off was not removed; the sweeper will",
        );
      });
      throw error;
    }
  }

  /** Reads the upload to its end, only to see that it is the same. */
  async #replay(
    { earlierId, uploadHmac }: Extract<OpenedBatch, { readonly earlierId: string }>,
    upload: BatchUpload,
  ): Promise<ReceivedBatch> {
    const hash = this.#uploadHash(upload);
    for await (const chunk of upload.chunks) hash.update(chunk);
    if (hash.digest("hex") !== uploadHmac) {
      throw new ServiceError("idempotency_conflict", "Use a new Idempotency-Key for an upload that differs.");
    }
    const batch = await this.#deps.batches.get(earlierId);
    if (batch === null) {
      throw new ServiceError("batch_not_found", "It has just been removed. Send the upload again.");
    }
    return { batch, replayed: true };
  }

  /** Over what the query says, then the bytes of the lines. */
  #uploadHash({ format, delimiter, defaults }: BatchUpload): Hmac {
    const { policyIds, policyVersion, reasoningEffort } = defaults;
    const said = [format, delimiter ?? ",", policyIds, policyVersion ?? null, reasoningEffort ?? null];
    return this.#deps.hashes.ofBytes().update(`${JSON.stringify(said)}\n`);
  }

  /** Null where there is no such batch. */
  async cancel(id: string): Promise<Batch | null> {
    const batch = await this.#deps.batches.cancel(id);
    this.#deps.wake();
    return batch;
  }

  async #stageAll(
    id: string,
    targets: BatchTargets,
    { format, delimiter, chunks }: BatchUpload,
  ): Promise<BatchTotals & { readonly withPolicy: number }> {
    const { maxBodyBytes, maxBatchLines } = this.#deps.config.http;
    const splitter = createSplitter(format, maxBodyBytes, delimiter);
    const read = createLineReader(format, delimiter);
    const totals = { lines: 0, badLines: 0, items: 0, withPolicy: 0 };
    let firstBad: BadLine | null = null;
    let slice: StagedLine[] = [];
    let bytes = 0;
    const stage = async (): Promise<void> => {
      await this.#deps.batches.stage(id, slice);
      slice = [];
      bytes = 0;
    };
    const take = async (raw: RawLine): Promise<void> => {
      const found = read(raw);
      if (found === null) return;
      if (totals.lines >= maxBatchLines) {
        throw new ServiceError("body_too_large", `A batch may have up to ${maxBatchLines} lines.`);
      }
      if ("request" in found && namesPolicy(found.request)) totals.withPolicy += 1;
      const line = "error" in found ? found : await stagedLine(found, targets);
      totals.lines += 1;
      if ("error" in line) {
        totals.badLines += 1;
        firstBad ??= line;
        refuseMostlyBad(totals, firstBad);
      } else {
        totals.items += line.targets.length;
      }
      slice.push(line);
      bytes += "bytes" in raw ? raw.bytes.length : 0;
      if (slice.length >= LINES_PER_SLICE || bytes >= BYTES_PER_SLICE) await stage();
    };
    for await (const chunk of chunks) {
      for (const raw of splitter.push(chunk)) await take(raw);
    }
    for (const raw of splitter.end()) await take(raw);
    await stage();
    return totals;
  }
}

function namesPolicy({ policy_id: id, policy_ids: ids }: BatchLine): boolean {
  return id !== undefined || ids !== undefined;
}

/** Every line would be bad, for a reason that is the upload's. */
function noPolicy(): ServiceError {
  return new ServiceError(
    "invalid_request",
    "Neither the upload nor any of its lines names a policy. Send policy_id in the query, or with the lines.",
    { faults: [{ pointer: "/policy_id", message: "is required if no line has one" }] },
  );
}

async function* hashed(
  chunks: AsyncIterable<Uint8Array>,
  hash: Hmac | null,
): AsyncGenerator<Uint8Array, void, void> {
  for await (const chunk of chunks) {
    hash?.update(chunk);
    yield chunk;
  }
}

function refuseMostlyBad({ lines, badLines }: BatchTotals, first: BadLine): void {
  if (badLines <= TOLERATED_BAD_LINES || badLines * 2 <= lines) return;
  throw new ServiceError(
    "invalid_request",
    `${badLines} of the first ${lines} lines cannot be judged, so nothing of the upload was accepted. ` +
      `The first of them is line ${first.line}: ${first.error.detail ?? first.error.title}`,
  );
}

async function stagedLine({ line, request }: ReadLine, targets: BatchTargets): Promise<StagedLine> {
  const externalId = externalIdOf(request);
  const found = await targets.of(request);
  if ("code" in found) return badLine(line, found.detail, { code: found.code, externalId });
  const { content, metadata } = request;
  return { line, externalId, content, metadata: metadata ?? null, targets: found };
}
