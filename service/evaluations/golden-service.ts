import { GoldenFileError, type GoldenItem } from "../../evaluation/golden/golden-item.ts";
import { importGolden, type ImportOptions } from "../../evaluation/golden/import-golden.ts";
import { MAX_CONTENT_CHARACTERS, contentSchema } from "../../schemas/content.ts";
import {
  type GoldenSetImport,
  MAX_GOLDEN_ITEMS,
  MAX_SKIPPED_SHOWN,
  type PutGoldenSetQuery,
} from "../../schemas/golden-set.ts";
import { compileValidator } from "../../schemas/validate.ts";
import { ServiceError } from "../errors.ts";
import type { PolicyStore } from "../policies/policy-store.ts";
import type { GoldenStore } from "./golden-store.ts";
import { labelsFault } from "./labels-fault.ts";

export interface GoldenServiceDependencies {
  readonly goldenSets: GoldenStore;
  readonly policies: Pick<PolicyStore, "getActiveVersion">;
}

/** Imports golden sets. */
export class GoldenService {
  readonly #deps: GoldenServiceDependencies;

  constructor(deps: GoldenServiceDependencies) {
    this.#deps = deps;
  }

  /**
   * Imports an upload as a version of a set, and reports what was skipped. Throws golden_set_invalid and, for the policy that
   * the query names, policy_not_found and policy_archived.
   */
  async put(name: string, text: string, query: PutGoldenSetQuery): Promise<GoldenSetImport> {
    const imported = readGolden(text, await this.#optionsOf(query));
    const skipped = [...imported.skipped];
    const items: GoldenItem[] = [];
    for (const item of imported.items) {
      const fault = faultOf(item);
      if (fault === null) items.push(item);
      else skipped.push({ line: 1, reason: fault });
    }
    if (items.length === 0) throw invalid("It has no item. The records were skipped; check its format.");
    if (items.length > MAX_GOLDEN_ITEMS)
      throw invalid(`A golden set may have up to ${MAX_GOLDEN_ITEMS} items.`);
    const { version, created } = await this.#deps.goldenSets.put({ name, format: imported.format, items });
    return {
      golden_set: version,
      created,
      skipped: { total: skipped.length, records: skipped.slice(0, MAX_SKIPPED_SHOWN) },
    };
  }

  async #optionsOf({ label, violations, policy_id: policyId }: PutGoldenSetQuery): Promise<ImportOptions> {
    return {
      ...(label === undefined ? {} : { label }),
      ...(violations === undefined ? {} : { violations: violations.split(",").map((each) => each.trim()) }),
      ...(policyId === undefined ? {} : { isAllowed: await this.#isAllowed(policyId) }),
    };
  }

  async #isAllowed(policyId: string): Promise<(code: string) => boolean> {
    const { policy } = await this.#deps.policies.getActiveVersion(policyId);
    const allowed = new Set(
      policy.categories.filter(({ violation }) => violation === 0).map(({ code }) => code),
    );
    return (code) => allowed.has(code);
  }
}
