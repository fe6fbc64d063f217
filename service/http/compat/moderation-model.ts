import { parsePolicyRef, type PolicyRef } from "../../../schemas/policy-ref.ts";
import { ServiceError } from "../../errors.ts";

export type ModerationSets = Readonly<Record<string, readonly PolicyRef[]>>;

/** The set for requests that name no policy. */
const DEFAULT_SET = "default";

/** OpenAI's own models, which its clients send by default. */
const OPENAI_MODEL = /^(?:omni|text)-moderation-/;

export interface ModerationModel {
  /** The name in the response; null for a single policy, which the response names with its version. */
  readonly set: string | null;
  readonly policies: readonly PolicyRef[];
}

/**
 * Resolves a `model` to policies. A set takes precedence over a policy of the same name. Throws invalid_request if no
 * default is configured, and policy_not_found if the name is malformed.
 */
export function resolveModel(model: string | null | undefined, sets: ModerationSets): ModerationModel {
  const byDefault = model == null || OPENAI_MODEL.test(model);
  const name = byDefault ? DEFAULT_SET : model;
  if (Object.hasOwn(sets, name)) return { set: name, policies: sets[name] ?? [] };
  if (byDefault) {
    throw new ServiceError("invalid_request", "", {
      faults: [
        {
          pointer: "/model",
          message: "must name a policy, such as spam or spam@3: no set named default is configured",
        },
      ],
    });
  }
  const policy = parsePolicyRef(name);
  if (policy === null) {
    throw new ServiceError("policy_not_found", "The model must name a configured set or a policy.", {
      faults: [{ pointer: "/model", message: "is neither a configured set nor a policy" }],
    });
  }
  return { set: null, policies: [policy] };
}
