import type { VerdictPage } from "../../schemas/page.ts";
import type { VerdictRecord } from "../../schemas/verdict-record.ts";

/** A policy with short verdicts, so that a random model completes one quickly. */
export const SHORT_POLICY = `---
output_schema:
  type: object
  additionalProperties: false
  required: [violation, rationale]
  properties:
    violation: { type: integer, enum: [0, 1] }
    rationale: { type: string, minLength: 1, maxLength: 12 }
---
# Short

Decide whether the content is spam.
`;

/** Just enough of a client to drive a running service in a test. */
export class Api {
  readonly #url: string;
  readonly #key: string;

  constructor(url: string, key: string) {
    this.#url = url;
    this.#key = key;
  }

  async putPolicy(id: string, markdown: string): Promise<void> {
    await this.#json("PUT", `/policies/${id}`, { "content-type": "text/markdown" }, markdown);
  }

  async classify(body: object, headers: Record<string, string> = {}): Promise<VerdictRecord> {
    const json = { "content-type": "application/json", ...headers };
    return (await this.#json("POST", "/classify", json, JSON.stringify(body))) as VerdictRecord;
  }

  async verdict(id: string): Promise<VerdictRecord> {
    return (await this.#json("GET", `/verdicts/${id}`)) as VerdictRecord;
  }

  /** All records of a listing, page by page. */
  async verdicts(query = ""): Promise<VerdictRecord[]> {
    const records: VerdictRecord[] = [];
    let after = "";
    for (;;) {
      const page = (await this.#json("GET", `/verdicts?limit=200${query}${after}`)) as VerdictPage;
      records.push(...page.data);
      if (!page.has_more || page.next_cursor === null) return records;
      after = `&after=${encodeURIComponent(page.next_cursor)}`;
    }
  }

  /** Creates a key with the scopes classify and verdicts:read. */
  async createKey(name: string): Promise<string> {
    const body = JSON.stringify({ name, scopes: ["classify", "verdicts:read"] });
    const created = await this.#json("POST", "/keys", { "content-type": "application/json" }, body);
    return (created as { readonly key: string }).key;
  }

  async ready(): Promise<boolean> {
    const response = await fetch(`${this.#url}/readyz`, {
      headers: { authorization: `Bearer ${this.#key}` },
    });
    return response.ok;
  }

  async #json(
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: string,
  ): Promise<unknown> {
    const response = await fetch(this.#url + path, {
      method,
      headers: { authorization: `Bearer ${this.#key}`, ...headers },
      ...(body === undefined ? {} : { body }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }
}
