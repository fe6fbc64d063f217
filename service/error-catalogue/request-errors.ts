import { ACCESS_ERRORS } from "./access-errors.ts";
import { BATCH_ERRORS } from "./batch-errors.ts";
import { CAPACITY_ERRORS } from "./capacity-errors.ts";
import { EVALUATION_ERRORS } from "./evaluation-errors.ts";
import { FORM_ERRORS } from "./form-errors.ts";
import { POLICY_ERRORS } from "./policy-errors.ts";
import { REVIEW_ERRORS } from "./review-errors.ts";
import { VERDICT_ERRORS } from "./verdict-errors.ts";
import { WEBHOOK_ERRORS } from "./webhook-errors.ts";

/** Codes of problems: why a request fails. */
export const REQUEST_ERRORS = {
  ...FORM_ERRORS,
  ...ACCESS_ERRORS,
  ...POLICY_ERRORS,
  ...VERDICT_ERRORS,
  ...BATCH_ERRORS,
  ...EVALUATION_ERRORS,
  ...REVIEW_ERRORS,
  ...WEBHOOK_ERRORS,
  ...CAPACITY_ERRORS,
};
