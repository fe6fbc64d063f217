import type { PolicyVersion } from "../../../packages/client/src/client.ts";
import { Definitions } from "../../kit/definitions.tsx";

const NAMES: Readonly<Record<string, string>> = {
  accuracy: "Accuracy",
  precision: "Precision",
  recall: "Recall",
  f1: "F1",
  kappa: "Kappa",
  false_positive_rate: "False positive rate",
  minimum_items: "Items",
  decide_by: "Decided by",
};

/** What a version must reach before it may become active. */
export function Targets({ targets }: { readonly targets: NonNullable<PolicyVersion["targets"]> }) {
  const { categories = {}, ...overall } = targets;
  return (
    <Definitions
      items={[
        ...lines(overall, ""),
        ...Object.entries(categories).flatMap(([code, measures]) => lines(measures, ` of ${code}`)),
      ]}
    />
  );
}

function lines(measures: object, of: string): readonly (readonly [string, string])[] {
  return Object.entries(measures).map(([name, value]) => [`${NAMES[name] ?? name}${of}`, bound(name, value)]);
}

function bound(name: string, value: unknown): string {
  if (name === "decide_by") return String(value);
  return `${name === "false_positive_rate" ? "at most" : "at least"} ${String(value)}`;
}
