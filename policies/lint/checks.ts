import type { Check } from "./check.ts";
import { categoryLong } from "./checks/category-long.ts";
import { codeContradiction } from "./checks/code-contradiction.ts";
import { codeDuplicate } from "./checks/code-duplicate.ts";
import { codeGap } from "./checks/code-gap.ts";
import { codeNotUnderstood } from "./checks/code-not-understood.ts";
import { codeUndefined } from "./checks/code-undefined.ts";
import { codesInferred } from "./checks/codes-inferred.ts";
import { commentFound } from "./checks/comment-found.ts";
import { commentUnclosed } from "./checks/comment-unclosed.ts";
import { contextShort } from "./checks/context-short.ts";
import { controlToken } from "./checks/control-token.ts";
import { escalationMissing } from "./checks/escalation-missing.ts";
import { exampleContradiction } from "./checks/example-contradiction.ts";
import { exampleUnlabelled } from "./checks/example-unlabelled.ts";
import { examplesFew } from "./checks/examples-few.ts";
import { examplesOneSided } from "./checks/examples-one-sided.ts";
import { frontMatterIgnored } from "./checks/front-matter-ignored.ts";
import { headingsFew } from "./checks/headings-few.ts";
import { hedge } from "./checks/hedge.ts";
import { invisibleCharacter } from "./checks/invisible-character.ts";
import { noCategories } from "./checks/no-categories.ts";
import { noRules } from "./checks/no-rules.ts";
import { outcomeContradiction } from "./checks/outcome-contradiction.ts";
import { outcomeVocabulary } from "./checks/outcome-vocabulary.ts";
import { outputFormatRequested } from "./checks/output-format-requested.ts";
import { paragraphLong } from "./checks/paragraph-long.ts";
import { precedenceMissing } from "./checks/precedence-missing.ts";
import { reasoningLimited } from "./checks/reasoning-limited.ts";
import { sampleOutputInvalid } from "./checks/sample-output-invalid.ts";
import { sampleUnclosed } from "./checks/sample-unclosed.ts";
import { schemaWithoutCodes } from "./checks/schema-without-codes.ts";
import { sectionMissing } from "./checks/section-missing.ts";
import { scoreMissing } from "./checks/score-missing.ts";
import { severalPolicies } from "./checks/several-policies.ts";
import { severityNotCategory } from "./checks/severity-not-category.ts";
import { textLong } from "./checks/text-long.ts";
import { tooManyCodes } from "./checks/too-many-codes.ts";
import { tooManyLines } from "./checks/too-many-lines.ts";
import { unfinished } from "./checks/unfinished.ts";

/** Every check, in the order in which docs/policies.md lists them. */
export const CHECKS: readonly Check[] = [
  codesInferred,
  noCategories,
  noRules,
  codeNotUnderstood,
  codeUndefined,
  codeGap,
  codeDuplicate,
  codeContradiction,
  severityNotCategory,
  tooManyCodes,
  schemaWithoutCodes,
  outputFormatRequested,
  sampleOutputInvalid,
  outcomeVocabulary,
  outcomeContradiction,
  sectionMissing,
  escalationMissing,
  precedenceMissing,
  severalPolicies,
  examplesFew,
  examplesOneSided,
  exampleUnlabelled,
  exampleContradiction,
  hedge,
  unfinished,
  paragraphLong,
  headingsFew,
  textLong,
  categoryLong,
  contextShort,
  reasoningLimited,
  scoreMissing,
  controlToken,
  invisibleCharacter,
  commentFound,
  commentUnclosed,
  sampleUnclosed,
  frontMatterIgnored,
  tooManyLines,
];
