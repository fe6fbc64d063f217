import { parsePolicyRef, type PolicyRef } from "../../../schemas/policy-ref.ts";
import { ServiceError } from "../../errors.ts";

export type ModerationSets = Readonly<Record<string, readonly PolicyRef[]>>;

/** The set for requests that name no policy. */
const DEFAULT_SET = "default";

/** OpenAI's own models, which its clients name unless told otherwise. */
const OPENAI_MODEL = /^(?:omni|text)-moderation-/;

export interface ModerationModel {
  /** As the answer tells it; null where it is a single policy, which is told with its version. */
  readonly set: string | null;
  readonly policies: readonly PolicyRef[];
}

/**
 * Which policies a `model` stands for. A set goes before a policy of the same name. Throws invalid_request
 * where no default is configured, policy_not_found where the name cannot be one.
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
      faults: [{ pointer: "/model", message: "names neither" }],
    });
  }
  return { set: null, policies: [policy] };
}
