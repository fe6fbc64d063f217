import { policyIdSchema } from "../../schemas/common.ts";
import { ServiceError } from "../errors.ts";

const POLICY_ID = new RegExp(policyIdSchema.pattern, "u");

/** Names the policy, as long as the text can be the id of one. */
export function policyNotFound(id: string): ServiceError {
  return new ServiceError(
    "policy_not_found",
    POLICY_ID.test(id)
      ? `No policy has the id ${id}. List the policies to see which there are.`
      : `What was sent cannot be the id of a policy. An id has: ${policyIdSchema.description}`,
  );
}

export function policyVersionNotFound(id: string, version: number | string): ServiceError {
  return new ServiceError(
    "policy_version_not_found",
    typeof version === "number" && Number.isSafeInteger(version) && version > 0
      ? `The policy ${id} has no version ${version}. List its versions to see which there are.`
      : "A version is a whole number from 1. List the versions of the policy to see which there are.",
  );
}

export function policyArchived(id: string): ServiceError {
  return new ServiceError(
    "policy_archived",
    `The policy ${id} is archived. Upload a document to it to bring it back.`,
  );
}
