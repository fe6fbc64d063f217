import type { Signal, SignalContext, SignalError, SignalResult, Subcategory } from "./coop-contract.ts";
import { judge } from "./judge.ts";
import { parsePolicyRef } from "./policy-ref.ts";
import { readSettings, settingsFault } from "./settings.ts";
import { GavelSignalError } from "./signal-error.ts";

/** A policy that rules can choose. */
export interface SelectablePolicy {
  /** `spam`, or `spam@3` for one version. */
  readonly id: string;
  readonly label: string;
}

/** Uses the policy that the condition chooses as its subcategory. */
export const POLICY_SIGNAL = "GAVEL_POLICY";
/** Uses the policy of the organisation's settings. */
export const DEFAULT_POLICY_SIGNAL = "GAVEL_DEFAULT_POLICY";

const NUMBER = { scalarType: "NUMBER" } as const;

/** A model reads each text, so cheaper signals run first. Coop's own signals of this kind have the same cost. */
const COST = 20;

/** Creates the signal with a choice of policies and the one without. */
export function createSignals(
  context: SignalContext,
  policies: readonly SelectablePolicy[],
): readonly { readonly signalTypeId: string; readonly signal: Signal }[] {
  const chosen = signalOf(context, POLICY_SIGNAL, {
    displayName: "Gavel policy",
    description:
      "Probability from 0 to 1 that the text violates the Gavel policy chosen as the subcategory. " +
      "The link leads to the verdict with its rationale.",
    eligibleSubcategories: policies.map(toSubcategory),
  });
  const byDefault = signalOf(context, DEFAULT_POLICY_SIGNAL, {
    displayName: "Gavel default policy",
    description:
      "Probability from 0 to 1 that the text violates the Gavel policy named in the integration's settings.",
    eligibleSubcategories: [],
  });
  return [chosen, byDefault].map((signal) => ({ signalTypeId: signal.id.type, signal }));
}

function signalOf(
  { integrationId, getCredential }: SignalContext,
  type: string,
  words: Pick<Signal, "displayName" | "description" | "eligibleSubcategories">,
): Signal {
  return {
    id: { type },
    ...words,
    docsUrl: null,
    recommendedThresholds: { highPrecisionThreshold: 0.8, highRecallThreshold: 0.5 },
    supportedLanguages: "ALL",
    pricingStructure: { type: "FREE" },
    eligibleInputs: ["STRING"],
    outputType: NUMBER,
    getCost: () => COST,
    needsMatchingValues: false,
    needsActionPenalties: false,
    integration: integrationId,
    allowedInAutomatedRules: true,
    run: (input) => run(getCredential, input),
    getDisabledInfo: async (orgId) => {
      const disabledMessage = settingsFault(await getCredential(orgId));
      return disabledMessage === null ? { disabled: false } : { disabled: true, disabledMessage };
    },
  };
}

/** Never rejects, and never returns a score for content that was not judged. */
async function run(
  getCredential: SignalContext["getCredential"],
  input: unknown,
): Promise<SignalResult | SignalError> {
  try {
    const { value, subcategory, contentId, orgId } = readInput(input);
    const settings = readSettings(await getCredential(orgId));
    const name = subcategory ?? settings.policyId;
    if (name === null) {
      throw new GavelSignalError("Choose a policy as the subcategory, or set a default policy.");
    }
    const policy = parsePolicyRef(name);
    if (policy === null) {
      throw new GavelSignalError(
        `The ${subcategory === null ? "default policy" : "subcategory"} is not the id of a Gavel policy.`,
      );
    }
    const { score, verdictId } = await judge(settings, { text: value, policy, contentId });
    return { outputType: NUMBER, score, matchedValue: `${settings.baseUrl}/verdicts/${verdictId}` };
  } catch (error) {
    const known = error instanceof GavelSignalError;
    return { type: "ERROR", score: known ? error : new GavelSignalError("The settings could not be read") };
  }
}

interface Input {
  readonly value: string;
  readonly subcategory: string | null;
  readonly contentId: string | null;
  readonly orgId: string;
}

/** `value` is a scalar with its type; only texts are accepted. */
function readInput(input: unknown): Input {
  const fields = (typeof input === "object" && input !== null ? input : {}) as Readonly<
    Record<string, unknown>
  >;
  const scalar = fields["value"];
  const value: unknown =
    typeof scalar === "object" && scalar !== null && "value" in scalar ? scalar.value : undefined;
  const orgId = fields["orgId"];
  if (typeof orgId !== "string") throw new GavelSignalError("The input has no organisation.");
  if (typeof value !== "string" || value === "") throw new GavelSignalError("The input is not a text.");
  return {
    value,
    orgId,
    subcategory: textOrNull(fields["subcategory"]),
    contentId: textOrNull(fields["contentId"]),
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function toSubcategory({ id, label }: SelectablePolicy): Subcategory {
  return { id, label, childrenIds: [], children: [] };
}
