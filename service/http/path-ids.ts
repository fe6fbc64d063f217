import { policyIdSchema, policyVersionSchema } from "../../schemas/common.ts";
import { goldenSetNotFound } from "../evaluations/errors.ts";
import { policyNotFound, policyVersionNotFound } from "../policies/errors.ts";
import { ServiceError } from "../errors.ts";

const POLICY_ID = new RegExp(policyIdSchema.pattern, "u");
const POLICY_VERSION = /^[1-9]\d{0,9}$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const KEY_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** A malformed id never reaches a store: the resource is not found. */
export function policyIdOf(text: string): string {
  if (!POLICY_ID.test(text)) throw policyNotFound(text);
  return text;
}

/** For a policy to be created: a malformed id is an error of the request. */
export function newPolicyIdOf(text: string): string {
  if (POLICY_ID.test(text)) return text;
  throw new ServiceError(
    "invalid_request",
    `The policy id is not valid. Allowed: ${policyIdSchema.description}`,
  );
}

export function policyVersionOf(text: string): number {
  const version = POLICY_VERSION.test(text) ? Number(text) : 0;
  if (version < policyVersionSchema.minimum || version > policyVersionSchema.maximum) {
    throw policyVersionNotFound("", text);
  }
  return version;
}

export function verdictIdOf(text: string): string {
  if (!UUID.test(text)) throw new ServiceError("verdict_not_found", "");
  return text.toLowerCase();
}

export function webhookIdOf(text: string): string {
  if (!UUID.test(text)) throw new ServiceError("webhook_not_found", "");
  return text.toLowerCase();
}

export function webhookDeliveryIdOf(text: string): string {
  if (!UUID.test(text)) throw new ServiceError("webhook_delivery_not_found", "");
  return text.toLowerCase();
}

export function batchIdOf(text: string): string {
  if (!UUID.test(text)) throw new ServiceError("batch_not_found", "");
  return text.toLowerCase();
}

export function evaluationIdOf(text: string): string {
  if (!UUID.test(text)) throw new ServiceError("evaluation_not_found", "");
  return text.toLowerCase();
}

export function goldenSetNameOf(text: string): string {
  if (!POLICY_ID.test(text)) throw goldenSetNotFound(text, null);
  return text;
}

/** For a golden set to be created: a malformed name is an error of the request. */
export function newGoldenSetNameOf(text: string): string {
  if (POLICY_ID.test(text)) return text;
  throw new ServiceError(
    "invalid_request",
    `The name of the golden set is not valid. Allowed: ${policyIdSchema.description}`,
  );
}

export function goldenSetVersionOf(name: string, text: string): number {
  const version = POLICY_VERSION.test(text) ? Number(text) : 0;
  if (version < policyVersionSchema.minimum || version > policyVersionSchema.maximum) {
    throw goldenSetNotFound(name, version);
  }
  return version;
}

export function trialIdOf(text: string): string {
  if (!UUID.test(text)) throw new ServiceError("trial_not_found", "");
  return text.toLowerCase();
}

export function sessionIdOf(text: string): string {
  if (!UUID.test(text)) throw sessionNotFound();
  return text.toLowerCase();
}

export function sessionNotFound(): ServiceError {
  return new ServiceError(
    "not_found",
    "The key has no open session with this id. List them with GET /keys/{key_id}/sessions.",
  );
}

export function keyIdOf(text: string): string {
  if (!KEY_ID.test(text)) {
    throw new ServiceError("not_found", "No key has this id. List the keys with GET /keys.");
  }
  return text;
}
