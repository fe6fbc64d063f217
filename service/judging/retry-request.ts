import type { ClassifyRequest } from "../../schemas/classify-request.ts";
import { ServiceError } from "../errors.ts";
import type { RetrySource } from "./verdict-store.ts";

/**
 * The request that judges the content of a record again. Throws ServiceError not_retryable, content_not_kept,
 * verdict_erased.
 */
export function retryRequest({ record, content, reasoningEffort }: RetrySource): ClassifyRequest {
  const { status, erased_at: erasedAt, policy, external_id: externalId, metadata, priority } = record;
  if (status !== "failed" && status !== "expired") {
    throw new ServiceError("not_retryable", `The record is ${status}.`);
  }
  if (erasedAt !== null) throw new ServiceError("verdict_erased", "");
  if (content === null) {
    throw new ServiceError(
      "content_not_kept",
      "The item cannot be judged again without its content. Send the content to POST /classify again.",
    );
  }
  return {
    content,
    policy_id: policy.id,
    policy_version: policy.version,
    reasoning_effort: reasoningEffort,
    priority,
    ...(externalId === null ? {} : { external_id: externalId }),
    ...(metadata === null ? {} : { metadata }),
  };
}
