import {
  GoldenFileError,
  type GoldenItem,
  type ImportedGolden,
} from "../../evaluation/golden/golden-item.ts";
import { importGolden, type ImportOptions } from "../../evaluation/golden/import-golden.ts";
import {
  type GoldenItemMessage,
  goldenItemSchema,
  type GoldenSetImport,
  MAX_GOLDEN_ITEMS,
  MAX_GOLDEN_TAGS,
  MAX_SKIPPED_SHOWN,
  type PutGoldenSetQuery,
} from "../../schemas/golden-set.ts";
import { compileValidator } from "../../schemas/validate.ts";
import { ServiceError } from "../errors.ts";
import type { PolicyStore } from "../policies/policy-store.ts";
import { goldenMessage } from "./golden-message.ts";
import type { GoldenStore } from "./golden-store.ts";

const MAX_DETAIL_CHARACTERS = 500;

const validateItem = compileValidator<GoldenItemMessage>(goldenItemSchema);

type Skipped = GoldenSetImport["skipped"]["records"][number];

export interface GoldenServiceDependencies {
  readonly goldenSets: Pick<GoldenStore, "put">;
  readonly policies: Pick<PolicyStore, "getActiveVersion">;
}

/** Imports golden sets. */
export class GoldenService {
  readonly #deps: GoldenServiceDependencies;

  constructor(deps: GoldenServiceDependencies) {
    this.#deps = deps;
  }

  /**
   * Imports an upload as a version of a set, and reports what was skipped. Throws golden_set_invalid and, for the
   * policy that the query names, policy_not_found and policy_archived.
   */
  async put(name: string, text: string, query: PutGoldenSetQuery): Promise<GoldenSetImport> {
    const imported = read(text, await this.#optionsOf(query));
    const skipped: Skipped[] = [...imported.skipped];
    const items = imported.items.filter((item) => {
      const reason = faultOf(item);
      if (reason !== null) skipped.push({ line: null, reason });
      return reason === null;
    });
    if (items.length === 0) throw invalid("The upload has no item that can be imported.");
    if (items.length > MAX_GOLDEN_ITEMS) {
      throw invalid(`The upload has ${items.length} items. A golden set may have up to ${MAX_GOLDEN_ITEMS}.`);
    }
    const tags = new Set(items.flatMap((item) => item.tags)).size;
    if (tags > MAX_GOLDEN_TAGS) {
      throw invalid(
        `The upload has ${tags} different tags. A golden set may have up to ${MAX_GOLDEN_TAGS}: use notes for other remarks.`,
      );
    }
    const { version, created } = await this.#deps.goldenSets.put({ name, format: imported.format, items });
    return {
      golden_set: version,
      created,
      skipped: { total: skipped.length, records: skipped.slice(0, MAX_SKIPPED_SHOWN) },
    };
  }

  async #optionsOf({ label, violations, policy_id: policyId }: PutGoldenSetQuery): Promise<ImportOptions> {
    const isAllowed = policyId === undefined ? null : await this.#isAllowed(policyId);
    return {
      ...(label === undefined ? {} : { label }),
      ...(violations === undefined ? {} : { violations: violations.split(",").map((each) => each.trim()) }),
      ...(isAllowed === null ? {} : { isAllowed }),
    };
  }

  /** Null if the policy does not declare its categories: inferred categories decide nothing. */
  async #isAllowed(policyId: string): Promise<((code: string) => boolean) | null> {
    const { policy } = await this.#deps.policies.getActiveVersion(policyId);
    if (policy.inferred.categories) return null;
    const allowed = policy.categories.filter(({ violation }) => violation === 0).map(({ code }) => code);
    return (code) => allowed.includes(code);
  }
}

function read(text: string, options: ImportOptions): ImportedGolden {
  try {
    return importGolden(text, options);
  } catch (cause) {
    if (!(cause instanceof GoldenFileError)) throw cause;
    throw invalid(cause.message.slice(0, MAX_DETAIL_CHARACTERS), cause);
  }
}

/** Why an item exceeds what can be stored and judged; null if it does not. */
function faultOf(item: GoldenItem): string | null {
  const validation = validateItem({ ...goldenMessage(item), content: item.content });
  if (validation.ok) return null;
  const [fault] = validation.faults;
  return `item ${item.id.slice(0, 100)}: ${fault?.pointer ?? ""} ${fault?.message ?? "is not valid"}`;
}

function invalid(detail: string, cause?: unknown): ServiceError {
  return new ServiceError("golden_set_invalid", detail, { cause });
}
