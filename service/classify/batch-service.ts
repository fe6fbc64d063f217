import { type Batch, type BatchLine, MAX_BATCH_LINES } from "../../schemas/batch.ts";
import type { Config } from "../config/config.ts";
import { ServiceError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import { createSplitter, type RawLine } from "./batch-bytes.ts";
import { badLine, createLineReader, externalIdOf, type ReadLine } from "./batch-line.ts";
import type { BatchFormat, BatchStore, BatchTotals, StagedLine } from "./batch-store.ts";
import { type BatchDefaults, BatchTargets } from "./batch-targets.ts";
import type { PolicyStore } from "./policy-store.ts";

/** Committed together: so much of an upload is in memory at a time, and no more. */
const LINES_PER_SLICE = 500;
const BYTES_PER_SLICE = 1_000_000;

export interface BatchUpload {
  readonly keyId: string;
  readonly format: BatchFormat;
  readonly defaults: BatchDefaults;
  /** Throws where the upload breaks off or is too long. Read only as fast as lines are committed. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

export interface BatchServiceDependencies {
  readonly config: Pick<Config, "engine" | "http">;
  readonly policies: PolicyStore;
  readonly batches: BatchStore;
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
   * behind. Throws what `chunks` throws, invalid_request, body_too_large, and for the upload's own policies
   * policy_not_found, policy_version_not_found, policy_archived.
   */
  async receive({ keyId, format, defaults, chunks }: BatchUpload): Promise<Batch> {
    const { batches, policies, config, wake, logger } = this.#deps;
    const targets = new BatchTargets(policies, config.engine, defaults);
    await targets.checkDefaults();
    const id = await batches.open({ keyId, format });
    try {
      const totals = await this.#stageAll(id, format, targets, chunks);
      if (totals.lines === 0) throw new ServiceError("invalid_request", "The upload has no lines.");
      if (defaults.policyIds.length === 0 && totals.withPolicy === 0) throw noPolicy();
      const batch = await batches.accept(id, totals);
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

  /** Null where there is no such batch. */
  async cancel(id: string): Promise<Batch | null> {
    const batch = await this.#deps.batches.cancel(id);
    this.#deps.wake();
    return batch;
  }

  async #stageAll(
    id: string,
    format: BatchFormat,
    targets: BatchTargets,
    chunks: AsyncIterable<Uint8Array>,
  ): Promise<BatchTotals & { readonly withPolicy: number }> {
    const splitter = createSplitter(format, this.#deps.config.http.maxBodyBytes);
    const read = createLineReader(format);
    const totals = { lines: 0, badLines: 0, items: 0, withPolicy: 0 };
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
      if (totals.lines >= MAX_BATCH_LINES) {
        throw new ServiceError("body_too_large", `A batch may have up to ${MAX_BATCH_LINES} lines.`);
      }
      if ("request" in found && namesPolicy(found.request)) totals.withPolicy += 1;
      const line = "error" in found ? found : await stagedLine(found, targets);
      totals.lines += 1;
      if ("error" in line) totals.badLines += 1;
      else totals.items += line.targets.length;
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

async function stagedLine({ line, request }: ReadLine, targets: BatchTargets): Promise<StagedLine> {
  const externalId = externalIdOf(request);
  const found = await targets.of(request);
  if ("code" in found) return badLine(line, found.detail, { code: found.code, externalId });
  const { content, metadata } = request;
  return { line, externalId, content, metadata: metadata ?? null, targets: found };
}
