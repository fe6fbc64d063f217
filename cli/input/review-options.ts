import { UsageError } from "../cli-error.ts";
import type { OptionSpecs } from "../command.ts";
import { onePositional } from "./positionals.ts";

export const REVIEWER_OPTION = {
  reviewer: {
    type: "string",
    value: "NAME",
    description: "who reviews, if several people share the API key",
  },
} as const satisfies OptionSpecs;

export const POLICY_OPTION = {
  policy: { type: "string", short: "p", value: "ID", description: "only of this policy" },
} as const satisfies OptionSpecs;

export function itemIdOf(positionals: readonly string[]): string {
  const id = onePositional(positionals, "the id of an item, which is the id of its verdict");
  if (!/^[0-9a-fA-F-]{36}$/.test(id)) throw new UsageError("an item's id is a UUID");
  return id;
}

export function reviewerOf({ reviewer }: { readonly reviewer?: string }): { readonly reviewer?: string } {
  return reviewer === undefined ? {} : { reviewer };
}
