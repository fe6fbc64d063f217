/**
 * The part of Coop's plugin contract that this plugin uses (github.com/roostorg/coop: types/integration.ts, and
 * server/services/signalsService/signals/SignalBase.ts for the input and output of a signal). It is declared here so
 * that the plugin has no dependencies.
 */

export interface ModelCardSection {
  readonly id: string;
  readonly title: string;
  readonly fields: readonly { readonly label: string; readonly value: string }[];
}

export interface ModelCard {
  readonly modelName: string;
  readonly version: string;
  readonly sections: readonly ModelCardSection[];
}

export interface ConfigurationField {
  readonly key: string;
  readonly label: string;
  readonly required: boolean;
  readonly inputType: "text" | "password" | "json" | "array";
  readonly placeholder?: string;
  readonly description?: string;
}

export interface Manifest {
  /** UPPER_SNAKE_CASE. */
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly docsUrl?: string;
  readonly requiresConfig: boolean;
  readonly configurationFields: readonly ConfigurationField[];
  readonly signalTypeIds: readonly string[];
  readonly modelCard: ModelCard;
}

export interface SignalContext {
  readonly integrationId: string;
  /** What an organisation saved in the manifest's fields; undefined if it saved nothing. */
  readonly getCredential: (orgId: string) => Promise<Readonly<Record<string, unknown>> | undefined>;
}

export interface Subcategory {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly childrenIds: readonly string[];
  /** Not in the contract's types, but read by Coop's server (graphql/modules/signal.ts). */
  readonly children: readonly Subcategory[];
}

export interface NumberOutput {
  readonly scalarType: "NUMBER";
}

/** `matchedValue` is shown with the score. */
export interface SignalResult {
  readonly outputType: NumberOutput;
  readonly score: number;
  readonly matchedValue?: string;
}

/** The condition is then neither met nor unmet. */
export interface SignalError {
  readonly type: "ERROR";
  readonly score: Error;
}

export interface Signal {
  readonly id: { readonly type: string };
  readonly displayName: string;
  readonly description: string;
  readonly docsUrl: string | null;
  readonly recommendedThresholds: {
    readonly highPrecisionThreshold: number;
    readonly highRecallThreshold: number;
  } | null;
  readonly supportedLanguages: readonly string[] | "ALL";
  readonly pricingStructure: { readonly type: "FREE" | "SUBSCRIPTION" };
  readonly eligibleInputs: readonly string[];
  readonly outputType: NumberOutput;
  readonly getCost: () => number;
  /** Called with what a rule's condition reads, whose shape is not guaranteed. */
  readonly run: (input: unknown) => Promise<SignalResult | SignalError>;
  readonly getDisabledInfo: (
    orgId: string,
  ) => Promise<{ readonly disabled: false } | { readonly disabled: true; readonly disabledMessage: string }>;
  readonly needsMatchingValues: boolean;
  readonly eligibleSubcategories: readonly Subcategory[];
  readonly needsActionPenalties: boolean;
  readonly integration: string;
  readonly allowedInAutomatedRules: boolean;
}

export interface Plugin {
  readonly manifest: Manifest;
  readonly createSignals: (
    context: SignalContext,
  ) => readonly { readonly signalTypeId: string; readonly signal: Signal }[];
}
