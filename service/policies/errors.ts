import { policyIdSchema } from "../../schemas/common.ts";
import { ServiceError } from "../errors.ts";

const POLICY_ID = new RegExp(policyIdSchema.pattern, "u");

/** Names the policy only if the text is a valid id: anything else may be content. */
export function policyNotFound(id: string): ServiceError {
  return new ServiceError(
    "policy_not_found",
    POLICY_ID.test(id)
      ? `No policy has the id ${id}. List the policies to see their ids.`
      : `The value is not a valid policy id. An id has: ${policyIdSchema.description}`,
  );
}

export function policyVersionNotFound(id: string, version: number | string): ServiceError {
  return new ServiceError(
    "policy_version_not_found",
    typeof version === "number" && Number.isSafeInteger(version) && version > 0
      ? `The policy ${id} has no version ${version}. List its versions to see their numbers.`
      : "A version is a whole number, 1 or more. List the versions of the policy to see their numbers.",
  );
}

export function policyArchived(id: string): ServiceError {
  return new ServiceError(
    "policy_archived",
    `The policy ${id} is archived. Upload a document to it to restore it.`,
  );
}

export function policyNotActive(id: string): ServiceError {
  return new ServiceError(
    "policy_not_active",
    `The policy ${id} has only drafts. Activate a version, or name one as policy_version in the request.`,
  );
}

export function noEarlierVersion(id: string): ServiceError {
  return new ServiceError(
    "no_earlier_version",
    `No version of ${id} was active before the current one. List its versions and activate another one.`,
  );
}

/** `refusals` are sentences of the gate. */
export function activationRefused(id: string, version: number, refusals: readonly string[]): ServiceError {
  return new ServiceError(
    "activation_refused",
    `Version ${version} of ${id} stays a draft. Change it and evaluate it again, or force the activation with a reason.`,
    { faults: refusals.map((message) => ({ pointer: "/version", message })) },
  );
}
