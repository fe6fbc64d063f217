import { strict as assert } from "node:assert";
import { type Batch, type BatchPage, batchSchema } from "../../../schemas/batch.ts";
import { type BatchResult, batchResultSchema } from "../../../schemas/batch-result.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import type { HttpService } from "../http/service.ts";
import { eventually } from "../../helpers/eventually.ts";

export const JSONL = { "content-type": "application/jsonl" };
export const CSV = { "content-type": "text/csv" };

const validateBatch = compileValidator<Batch>(batchSchema);
const validateResult = compileValidator<BatchResult>(batchResultSchema);

export function line(content: string, rest: object = {}): string {
  return JSON.stringify({ content, ...rest });
}

/** Batches of a service under test; every response is validated against its schema. */
export class BatchClient {
  readonly #http: HttpService;

  constructor(http: HttpService) {
    this.#http = http;
  }

  async upload(
    body: string | Uint8Array,
    { query = "?policy_id=spam", headers = JSONL as Record<string, string> } = {},
  ): Promise<Batch> {
    const response = await this.#http.call(`/batches${query}`, { body, headers });
    if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
    const batch = (await response.json()) as Batch;
    assert.equal(response.headers.get("location"), `/batches/${batch.id}`);
    assert.ok(validateBatch(batch).ok, JSON.stringify(batch));
    return batch;
  }

  async read(id: string): Promise<Batch> {
    const batch = (await (await this.#http.call(`/batches/${id}`)).json()) as Batch;
    assert.ok(validateBatch(batch).ok, JSON.stringify(batch));
    return batch;
  }

  async ended(id: string): Promise<Batch> {
    await eventually(async () => assert.notEqual((await this.read(id)).completed_at, null));
    return this.read(id);
  }

  async results(id: string): Promise<BatchResult[]> {
    const response = await this.#http.call(`/batches/${id}/results`);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("content-type"), "application/jsonl");
    const lines = (await response.text()).trimEnd().split("\n");
    const found = lines.map((text) => JSON.parse(text) as BatchResult);
    for (const result of found) {
      assert.ok(validateResult(result).ok, JSON.stringify(result));
    }
    return found;
  }

  async count(): Promise<number> {
    return ((await (await this.#http.call("/batches?limit=100")).json()) as BatchPage).data.length;
  }
}
