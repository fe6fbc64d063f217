import { OUTCOME_ERRORS } from "./outcome-errors.ts";
import { REQUEST_ERRORS } from "./request-errors.ts";

/** Every error code. docs/errors.md is generated from it: `npm run generate`. */
export const ERROR_CATALOGUE = { ...REQUEST_ERRORS, ...OUTCOME_ERRORS };

export type ErrorCode = keyof typeof ERROR_CATALOGUE;
