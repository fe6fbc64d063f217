import type { Hmac } from "node:crypto";
import type { Batch, BatchLine, CsvDelimiter } from "../../schemas/batch.ts";
import type { Config } from "../config/config.ts";
import { ServiceError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import { createSplitter } from "./create-splitter.ts";
import type { RawLine } from "./splitter.ts";
import { badLine, createLineReader, externalIdOf, type ReadLine } from "./line-reader.ts";
import type {
  BadLine,
  BatchFormat,
  BatchStore,
  BatchTotals,
  OpenedBatch,
  StagedLine,
} from "./batch-store.ts";
import { type BatchDefaults, BatchTargets } from "./targets.ts";
import type { ContentHashes } from "../judging/content-hashes.ts";
import type { PolicyStore } from "../policies/policy-store.ts";

/** Limits on how much is committed at once, and therefore on how much of an upload is in memory. */
const LINES_PER_SLICE = 500;
const BYTES_PER_SLICE = 1_000_000;
/**
 * A short bad line takes far more bytes in the table than in the upload. An upload with more bad lines than this is
 * probably the wrong file if more than half of its lines are bad.
 */
const TOLERATED_BAD_LINES = 1000;

export interface BatchUpload {
  readonly keyId: string;
  /** Repeating the upload with the same key returns the same batch. */
  readonly idempotencyKey?: string;
  readonly format: BatchFormat;
  /** Separates the cells of CSV; a comma by default. */
  readonly delimiter?: CsvDelimiter;
  readonly defaults: BatchDefaults;
  /** Throws if the upload is interrupted or too long. Read only as fast as lines are committed. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

export interface ReceivedBatch {
  readonly batch: Batch;
  /** An earlier upload with the same idempotency key created it. */
  readonly replayed: boolean;
}

export interface BatchServiceDependencies {
  readonly config: Pick<Config, "engine" | "http">;
  readonly policies: PolicyStore;
  readonly batches: BatchStore;
  readonly hashes: ContentHashes;
  /** Called when the runner has work. */
  readonly wake: () => void;
  readonly logger: Logger;
}

/** Accepts batches: commits the lines of an upload, which the runner then feeds to the queue. */
export class BatchService {
  readonly #deps: BatchServiceDependencies;

  constructor(deps: BatchServiceDependencies) {
    this.#deps = deps;
  }

  /**
   * Resolves once every line of the upload is committed; any error before that removes the upload. Throws
   * invalid_request, body_too_large, and what `chunks` throws; policy_not_found, policy_version_not_found,
   * policy_archived and policy_not_active for the policies that the upload itself names; with an idempotency key also
   * idempotency_in_progress and idempotency_conflict.
   */
  async receive(upload: BatchUpload): Promise<ReceivedBatch> {
    const { keyId, format, idempotencyKey } = upload;
    const identity = idempotencyKey === undefined ? {} : { idempotencyKey };
    // Before any refusal: an upload that was accepted once is replayed even if its policy has been archived since.
    const opened = await this.#deps.batches.open({ keyId, format, ...identity });
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
          "an incomplete upload was not removed; the sweeper will remove it",
        );
      });
      throw error;
    }
  }

  /** Reads the upload to its end to verify that it is the same. */
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
      throw new ServiceError(
        "batch_not_found",
        "The batch of the earlier upload has just been deleted. Send the upload again.",
      );
    }
    return { batch, replayed: true };
  }

  /** Hashes the parameters of the query; the bytes of the lines follow. */
  #uploadHash({ format, delimiter, defaults }: BatchUpload): Hmac {
    const { policyIds, policyVersion, reasoningEffort } = defaults;
    const parameters = [format, delimiter ?? ",", policyIds, policyVersion ?? null, reasoningEffort ?? null];
    return this.#deps.hashes.ofBytes().update(`${JSON.stringify(parameters)}\n`);
  }

  /** Null if the id is unknown. */
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

/** Without any policy every line would be bad, so the upload is refused as a whole. */
function noPolicy(): ServiceError {
  return new ServiceError(
    "invalid_request",
    "Neither the upload nor any of its lines names a policy. Send policy_id in the query or in the lines.",
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
    `${badLines} of the first ${lines} lines cannot be judged, so the upload was refused. ` +
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
