// Generated from the service's OpenAPI document by `npm run generate`. Do not edit.

import type { RawBody } from "./raw-body.ts";

/** Messages by name. */
export interface Schemas {
  readonly Problem: {
    /** A link to the documentation of the code. */
    readonly type: string;
    readonly title: string;
    readonly status: number;
    readonly code: string;
    readonly detail?: string;
    readonly request_id?: string;
    readonly errors?: ReadonlyArray<{
      /** RFC 6901 JSON Pointer into the request body; empty for the whole body. */
      readonly pointer: string;
      readonly message: string;
    }>;
  };
  readonly PolicyFrontMatter: {
    readonly title?: string;
    readonly description?: string;
    readonly categories?: ReadonlyArray<{
      readonly code: string;
      readonly title?: string;
      /** 0: this category names allowed content. Default 1. */
      readonly violation?: 0 | 1;
      readonly severity?: number;
      /** The action of your system: remove, review, … */
      readonly action?: string;
    }>;
    readonly rules?: ReadonlyArray<string>;
    readonly reasoning_effort?: "low" | "medium" | "high";
    /** How long a verdict is reused for the same content under the same version and settings. Default 0: never. */
    readonly cache_ttl_seconds?: number;
    /** When a person must look at a verdict. If a condition holds, the verdict enters the review queue; the verdict itself does not change. */
    readonly review?: {
      /** The score is from the first number to the second, such as [0.35, 0.65]. Never holds for a verdict without a score. */
      readonly score_between?: ReadonlyArray<number>;
      /** The model's confidence is this one or a lower one. */
      readonly confidence?: "low" | "medium";
      /** The verdict cites a category or rule that the policy does not have. */
      readonly citations?: "unknown";
      /** This share of all verdicts, to measure quality: 0.02 is one of 50. The record's id decides. */
      readonly sample?: number;
      /** This share of the verdicts to be reviewed is decided by two people, to measure their agreement. */
      readonly second_reviewer?: number;
    };
    /** Content of this policy may be distressing: the dashboard blurs it until a reviewer reveals it. Default false. */
    readonly sensitive?: boolean;
    readonly targets?: {
      /** What must reach the target: the measured value (estimate, the default), or also the worse end of its 95 % interval (interval), which needs more items. */
      readonly decide_by?: "estimate" | "interval";
      /** Minimum share of the items that are judged as labelled. */
      readonly accuracy?: number;
      /** Minimum share of the items judged as violations that are labelled as violations. */
      readonly precision?: number;
      /** Minimum share of the items labelled as violations that are judged as violations. */
      readonly recall?: number;
      /** Minimum harmonic mean of precision and recall. */
      readonly f1?: number;
      /** Minimum of Cohen's kappa of judgement and label. */
      readonly kappa?: number;
      /** Maximum share of the items without a violation that are judged as violations. */
      readonly false_positive_rate?: number;
      /** Items that must be labelled and judged; for a category, items that are labelled with it. */
      readonly minimum_items?: number;
      /** Targets for individual categories, by code. Each category counts against all others. */
      readonly categories?: {
        readonly [name: string]: {
          /** Minimum share of the items that are judged as labelled. */
          readonly accuracy?: number;
          /** Minimum share of the items judged as violations that are labelled as violations. */
          readonly precision?: number;
          /** Minimum share of the items labelled as violations that are judged as violations. */
          readonly recall?: number;
          /** Minimum harmonic mean of precision and recall. */
          readonly f1?: number;
          /** Minimum of Cohen's kappa of judgement and label. */
          readonly kappa?: number;
          /** Maximum share of the items without a violation that are judged as violations. */
          readonly false_positive_rate?: number;
          /** Items that must be labelled and judged; for a category, items that are labelled with it. */
          readonly minimum_items?: number;
        };
      };
    };
    /** A JSON Schema for the verdict, instead of the default one. It must have at least violation and rationale. */
    readonly output_schema?: {
      readonly [name: string]: unknown;
    };
    readonly examples?: ReadonlyArray<{
      readonly content: string;
      readonly violation: 0 | 1;
      readonly policy_category?: string | null;
      readonly note?: string;
    }>;
  };
  readonly ClassifyRequest: {
    readonly content: Schemas["Content"];
    /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
    readonly policy_id?: string;
    readonly policy_ids?: ReadonlyArray<string>;
    /** Only with policy_id. Default: the active version. */
    readonly policy_version?: number;
    readonly reasoning_effort?: "low" | "medium" | "high";
    /** The caller's own id of the item. Verdicts can be filtered by it. */
    readonly external_id?: string;
    /** Up to 32 short values, stored with the verdict and never shown to the model. */
    readonly metadata?: {
      readonly [name: string]: string | number | boolean | null;
    };
    /** Interactive items are judged before batch items. */
    readonly priority?: "interactive" | "batch";
  };
  readonly Content: string | {
    readonly messages: ReadonlyArray<{
      /** The speaker: user, assistant, … */
      readonly role: string;
      readonly content: string;
    }>;
  };
  readonly VerdictRecord: {
    readonly id: string;
    /** queued and running: not judged yet. completed: judged. failed: could not be judged, see error. expired: not judged in time, or erased before it was judged. Only completed says something about the content. */
    readonly status: "queued" | "running" | "completed" | "failed" | "expired";
    readonly policy: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly id: string;
      readonly version: number;
      readonly sha256: string;
    };
    /** HMAC-SHA256 with the installation's key over the UTF-8 bytes of the text, or of the conversation as canonical JSON (RFC 8785). The same content has the same value only within one installation. Null if the record has been erased. */
    readonly content_hmac: string | null;
    readonly external_id: string | null;
    readonly metadata: {
      readonly [name: string]: string | number | boolean | null;
    } | null;
    /** Interactive items are judged before batch items. */
    readonly priority: "interactive" | "batch";
    /** The id of the API key that sent the item, as GET /keys lists it. Never the key. */
    readonly key_id: string;
    /** Valid against the output schema of the policy version. Null until completed. */
    readonly verdict: {
      readonly violation: 0 | 1;
      /** Empty if the record has been erased, or the retention period of the rationale is over. */
      readonly rationale: string;
      readonly [name: string]: unknown;
    } | null;
    /** Probability of violation from the logits of the model's label token. Not calibrated. Null if the engine cannot return it. */
    readonly score: number | null;
    readonly checks: {
      /** Whether every category and rule that the verdict cites exists in the policy version. */
      readonly citations_known: boolean;
      /** False if the verdict cites a category of allowed content with violation 1, or another category with violation 0. With the default output schema, possible only if categories were inferred. */
      readonly codes_agree: boolean;
      /** Occurrences of the model's control tokens in the content. They reach the model as ordinary text. */
      readonly injection_markers: number;
    } | null;
    readonly model: {
      readonly name: string;
      /** SHA-256 of the weights: of the safetensors file, or of the lines that sha256sum prints for several. Null if it is unknown: on a model server, and for weights of more than 1 GiB that `gavel model pull` did not pull. */
      readonly weights_sha256: string | null;
      /** The engine: onnx (ONNX Runtime), webgpu (a GPU), or the kind of the model server. */
      readonly engine: string;
      /** Its version and, if Gavel runs the model itself, the device. */
      readonly engine_version: string;
      readonly reasoning_effort: "low" | "medium" | "high";
      readonly max_reasoning_tokens: number;
      /** Null: greedy decoding. */
      readonly seed: number | null;
      /** HMAC-SHA256 with the installation's key over the hexadecimal SHA-256 of the prompt's token ids as little-endian uint32. Null if the record has been erased. */
      readonly prompt_hmac: string | null;
      /** Set for a demonstration or a test model: its verdicts must not be relied on. */
      readonly warning: string | null;
    } | null;
    readonly usage: {
      readonly prompt_tokens: number;
      readonly cached_tokens: number;
      readonly reasoning_tokens: number;
      readonly completion_tokens: number;
    } | null;
    readonly timing_ms: {
      readonly queued: number | null;
      readonly engine: number | null;
      readonly total: number | null;
    };
    readonly attempts: number;
    readonly error: {
      readonly code: string;
      readonly title: string;
      readonly detail: string | null;
    } | null;
    /** The record whose verdict was reused, as the policy's cache_ttl_seconds allows: the item was not judged again, and verdict, score, checks and model are those of that record. Null if the item was judged itself, and for a key without the scope verdicts:read, since that record may belong to another key. */
    readonly cached_from: string | null;
    /** The failed or expired record whose content was judged again for this one, by POST /verdicts/{verdict_id}/retry. */
    readonly retry_of: string | null;
    /** The record that judges the content of this failed or expired one again. Null if it was not retried. */
    readonly retried_as: string | null;
    /** Whether people review this verdict, why, and what they decided. Null if no review is needed. The verdict itself never changes. */
    readonly review: {
      /** needs_review: waits for a person. escalated: waits for another person, because one escalated it or two disagreed. agreed, overturned, unsure: the decision. withdrawn: the record was erased before a decision. */
      readonly state: "needs_review" | "escalated" | "agreed" | "overturned" | "unsure" | "withdrawn";
      readonly reasons: ReadonlyArray<"score" | "confidence" | "citations" | "sample" | "request" | "appeal" | "disagreement">;
      /** How many people decide, without seeing each other's decisions. */
      readonly reviewers: 1 | 2;
      /** How many complaints returned it to the queue. */
      readonly appeals: number;
      /** The correct verdict: null unless agreed or overturned. `verdict` is always the model's. */
      readonly outcome: {
        readonly violation: 0 | 1;
        readonly policy_category: string | null;
      } | null;
      /** Oldest first, including those that were undone. If two people decide, the first decision appears with the second. */
      readonly decisions: ReadonlyArray<{
        readonly id: string;
        /** agree: the verdict is right. overturn: another verdict is right. unsure: it cannot be decided, which ends the review. escalate: another person must decide. */
        readonly decision: "agree" | "overturn" | "unsure" | "escalate";
        /** The correct value, in the opinion of this person; null if unsure or escalated. */
        readonly violation: 0 | 1 | null;
        readonly policy_category: string | null;
        /** The id of the API key that decided. */
        readonly key_id: string;
        readonly decided_at: string;
        readonly undone_at: string | null;
      }>;
    } | null;
    readonly created_at: string;
    /** When the item reached its final status. */
    readonly completed_at: string | null;
    readonly erased_at: string | null;
  };
  readonly VerdictList: {
    readonly data: ReadonlyArray<Schemas["VerdictRecord"]>;
  };
  readonly BatchLine: {
    readonly content: Schemas["Content"];
    /** The caller's own id of the item. Verdicts can be filtered by it. */
    readonly external_id?: string;
    /** Synonym of external_id; use one of the two. */
    readonly id?: string | number;
    /** Overrides the policy of the query. */
    readonly policy_id?: string;
    /** Several policies, instead of policy_id. */
    readonly policy_ids?: ReadonlyArray<string>;
    /** Only with policy_id. */
    readonly policy_version?: number;
    readonly reasoning_effort?: "low" | "medium" | "high";
    /** Up to 32 short values, stored with the verdict and never shown to the model. */
    readonly metadata?: {
      readonly [name: string]: string | number | boolean | null;
    };
  };
  readonly Batch: {
    readonly id: string;
    /** running: items are waiting or being judged. cancelling: items that are not judged yet are being dropped. cancelled and completed: the batch is final, and its results can be read. */
    readonly status: "running" | "cancelling" | "cancelled" | "completed";
    /** The format of the upload. */
    readonly format: "jsonl" | "csv";
    readonly lines: {
      /** Lines of the upload, without empty lines and the header of a CSV. */
      readonly total: number;
      /** Lines that cannot be judged. The results say why, line by line. */
      readonly bad: number;
    };
    /** Items by the status of their records. Each valid line has one item for each policy. */
    readonly items: {
      readonly total: number;
      readonly queued: number;
      readonly running: number;
      readonly completed: number;
      readonly failed: number;
      readonly expired: number;
    };
    /** Over the last ten to twenty seconds while running; over the whole run when finished. Null until known. */
    readonly items_per_second: number | null;
    /** Estimate at that rate. Null until known. */
    readonly seconds_left: number | null;
    readonly created_at: string;
    readonly completed_at: string | null;
  };
  readonly BatchPage: {
    readonly data: ReadonlyArray<Schemas["Batch"]>;
    readonly next_cursor: string | null;
    readonly has_more: boolean;
  };
  readonly BatchResult: {
    /** Number of the line in the upload, starting at 1. */
    readonly line: number;
    readonly external_id: string | null;
    /** The record's status; bad: the line cannot be judged; deleted: the record's retention period is over. Only completed says something about the content. */
    readonly status: "completed" | "failed" | "expired" | "bad" | "deleted";
    /** Null if the line never became an item: it is bad, or was cancelled first. */
    readonly record: Schemas["VerdictRecord"] | null;
    /** Why there is no verdict; the record's own error if there is a record. */
    readonly error: {
      readonly code: string;
      readonly title: string;
      readonly detail: string | null;
    } | null;
  };
  readonly VerdictPage: {
    readonly data: ReadonlyArray<Schemas["VerdictRecord"]>;
    readonly next_cursor: string | null;
    readonly has_more: boolean;
  };
  readonly VerdictCounts: {
    readonly data: ReadonlyArray<{
      /** The day (UTC) on which the records settled. */
      readonly day?: string;
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id?: string;
      /** Null: the verdicts have no category, or one that is not a code. */
      readonly policy_category?: string | null;
      /** How records ended. failed and expired say nothing about the content. */
      readonly outcome?: "violation" | "allowed" | "failed" | "expired";
      readonly count: number;
    }>;
    /** Whether there are more than 10000 groups; the latest and largest are returned. */
    readonly truncated: boolean;
  };
  readonly Reasoning: {
    readonly id: string;
    /** Null until judged, and if erased. */
    readonly reasoning: string | null;
  };
  readonly VerdictContent: {
    readonly id: string;
    readonly content: Schemas["Content"];
  };
  readonly StatementRequest: {
    /** What was done with the content. */
    readonly decision_visibility?: ReadonlyArray<"DECISION_VISIBILITY_CONTENT_REMOVED" | "DECISION_VISIBILITY_CONTENT_DISABLED" | "DECISION_VISIBILITY_CONTENT_DEMOTED" | "DECISION_VISIBILITY_CONTENT_AGE_RESTRICTED" | "DECISION_VISIBILITY_CONTENT_INTERACTION_RESTRICTED" | "DECISION_VISIBILITY_CONTENT_LABELLED" | "DECISION_VISIBILITY_OTHER">;
    readonly decision_visibility_other?: string;
    readonly decision_monetary?: "DECISION_MONETARY_SUSPENSION" | "DECISION_MONETARY_TERMINATION" | "DECISION_MONETARY_OTHER";
    readonly decision_monetary_other?: string;
    readonly decision_provision?: "DECISION_PROVISION_PARTIAL_SUSPENSION" | "DECISION_PROVISION_PARTIAL_TERMINATION" | "DECISION_PROVISION_TOTAL_SUSPENSION" | "DECISION_PROVISION_TOTAL_TERMINATION";
    readonly decision_account?: "DECISION_ACCOUNT_SUSPENDED" | "DECISION_ACCOUNT_TERMINATED";
    readonly account_type?: "ACCOUNT_TYPE_BUSINESS" | "ACCOUNT_TYPE_PRIVATE";
    readonly decision_ground?: "DECISION_GROUND_ILLEGAL_CONTENT" | "DECISION_GROUND_INCOMPATIBLE_CONTENT";
    readonly decision_ground_reference_url?: string;
    readonly illegal_content_legal_ground?: string;
    readonly illegal_content_explanation?: string;
    readonly incompatible_content_illegal?: "Yes" | "No";
    readonly content_type?: ReadonlyArray<"CONTENT_TYPE_APP" | "CONTENT_TYPE_AUDIO" | "CONTENT_TYPE_IMAGE" | "CONTENT_TYPE_OTHER" | "CONTENT_TYPE_PRODUCT" | "CONTENT_TYPE_SYNTHETIC_MEDIA" | "CONTENT_TYPE_TEXT" | "CONTENT_TYPE_VIDEO">;
    readonly content_type_other?: string;
    /** When the content was published. */
    readonly content_date?: string;
    readonly content_language?: string;
    readonly category?: "STATEMENT_CATEGORY_ANIMAL_WELFARE" | "STATEMENT_CATEGORY_CONSUMER_INFORMATION" | "STATEMENT_CATEGORY_CYBER_VIOLENCE" | "STATEMENT_CATEGORY_CYBER_VIOLENCE_AGAINST_WOMEN" | "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS" | "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH" | "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS" | "STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS" | "STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE" | "STATEMENT_CATEGORY_OTHER_VIOLATION_TC" | "STATEMENT_CATEGORY_PROTECTION_OF_MINORS" | "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY" | "STATEMENT_CATEGORY_SCAMS_AND_FRAUD" | "STATEMENT_CATEGORY_SELF_HARM" | "STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS" | "STATEMENT_CATEGORY_VIOLENCE";
    readonly category_addition?: ReadonlyArray<"STATEMENT_CATEGORY_ANIMAL_WELFARE" | "STATEMENT_CATEGORY_CONSUMER_INFORMATION" | "STATEMENT_CATEGORY_CYBER_VIOLENCE" | "STATEMENT_CATEGORY_CYBER_VIOLENCE_AGAINST_WOMEN" | "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS" | "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH" | "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS" | "STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS" | "STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE" | "STATEMENT_CATEGORY_OTHER_VIOLATION_TC" | "STATEMENT_CATEGORY_PROTECTION_OF_MINORS" | "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY" | "STATEMENT_CATEGORY_SCAMS_AND_FRAUD" | "STATEMENT_CATEGORY_SELF_HARM" | "STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS" | "STATEMENT_CATEGORY_VIOLENCE">;
    readonly category_specification?: ReadonlyArray<"KEYWORD_ADULT_SEXUAL_MATERIAL" | "KEYWORD_AGE_SPECIFIC_RESTRICTIONS" | "KEYWORD_AGE_SPECIFIC_RESTRICTIONS_MINORS" | "KEYWORD_ANIMAL_HARM" | "KEYWORD_BIOMETRIC_DATA_BREACH" | "KEYWORD_BULLYING_AGAINST_GIRLS" | "KEYWORD_CHILD_SEXUAL_ABUSE_MATERIAL" | "KEYWORD_CHILD_SEXUAL_ABUSE_MATERIAL_DEEPFAKE" | "KEYWORD_CONTENT_PROMOTING_EATING_DISORDERS" | "KEYWORD_COORDINATED_HARM" | "KEYWORD_COPYRIGHT_INFRINGEMENT" | "KEYWORD_CYBER_BULLYING_INTIMIDATION" | "KEYWORD_CYBER_HARASSMENT" | "KEYWORD_CYBER_HARASSMENT_AGAINST_WOMEN" | "KEYWORD_CYBER_INCITEMENT" | "KEYWORD_CYBER_STALKING" | "KEYWORD_CYBER_STALKING_AGAINST_WOMEN" | "KEYWORD_DATA_FALSIFICATION" | "KEYWORD_DEFAMATION" | "KEYWORD_DESIGN_INFRINGEMENT" | "KEYWORD_DISCRIMINATION" | "KEYWORD_FEMALE_GENDERED_DISINFORMATION" | "KEYWORD_GEOGRAPHICAL_REQUIREMENTS" | "KEYWORD_GEOGRAPHIC_INDICATIONS_INFRINGEMENT" | "KEYWORD_GOODS_SERVICES_NOT_PERMITTED" | "KEYWORD_GROOMING_SEXUAL_ENTICEMENT_MINORS" | "KEYWORD_HATE_SPEECH" | "KEYWORD_HIDDEN_ADVERTISEMENT" | "KEYWORD_HUMAN_EXPLOITATION" | "KEYWORD_HUMAN_TRAFFICKING" | "KEYWORD_ILLEGAL_ORGANIZATIONS" | "KEYWORD_IMPERSONATION_ACCOUNT_HIJACKING" | "KEYWORD_INAUTHENTIC_ACCOUNTS" | "KEYWORD_INAUTHENTIC_LISTINGS" | "KEYWORD_INAUTHENTIC_USER_REVIEWS" | "KEYWORD_INCITEMENT_AGAINST_WOMEN" | "KEYWORD_INCITEMENT_VIOLENCE_HATRED" | "KEYWORD_INSUFFICIENT_INFORMATION_ON_TRADERS" | "KEYWORD_LANGUAGE_REQUIREMENTS" | "KEYWORD_MISINFORMATION_DISINFORMATION" | "KEYWORD_MISLEADING_INFO_CONSUMER_RIGHTS" | "KEYWORD_MISLEADING_INFO_GOODS_SERVICES" | "KEYWORD_MISSING_PROCESSING_GROUND" | "KEYWORD_NONCOMPLIANCE_PRICING" | "KEYWORD_NON_CONSENSUAL_IMAGE_SHARING" | "KEYWORD_NON_CONSENSUAL_IMAGE_SHARING_AGAINST_WOMEN" | "KEYWORD_NON_CONSENSUAL_MATERIAL_DEEPFAKE" | "KEYWORD_NON_CONSENSUAL_MATERIAL_DEEPFAKE_AGAINST_WOMEN" | "KEYWORD_NUDITY" | "KEYWORD_OTHER" | "KEYWORD_PATENT_INFRINGEMENT" | "KEYWORD_PHISHING" | "KEYWORD_PROHIBITED_PRODUCTS" | "KEYWORD_PYRAMID_SCHEMES" | "KEYWORD_RIGHT_TO_BE_FORGOTTEN" | "KEYWORD_RISK_ENVIRONMENTAL_DAMAGE" | "KEYWORD_RISK_PUBLIC_HEALTH" | "KEYWORD_SELF_MUTILATION" | "KEYWORD_STALKING" | "KEYWORD_SUICIDE" | "KEYWORD_TERRORIST_CONTENT" | "KEYWORD_TRADEMARK_INFRINGEMENT" | "KEYWORD_TRADE_SECRET_INFRINGEMENT" | "KEYWORD_TRAFFICKING_WOMEN_GIRLS" | "KEYWORD_UNLAWFUL_SALE_ANIMALS" | "KEYWORD_UNSAFE_CHALLENGES" | "KEYWORD_UNSAFE_PRODUCTS" | "KEYWORD_VIOLATION_EU_LAW" | "KEYWORD_VIOLATION_NATIONAL_LAW">;
    readonly category_specification_other?: string;
    readonly territorial_scope?: ReadonlyArray<string>;
    readonly source_type?: "SOURCE_ARTICLE_16" | "SOURCE_TRUSTED_FLAGGER" | "SOURCE_TYPE_OTHER_NOTIFICATION" | "SOURCE_VOLUNTARY";
    readonly source_identity?: string;
    readonly automated_detection?: "Yes" | "No";
    readonly end_date_visibility_restriction?: string;
    readonly end_date_monetary_restriction?: string;
    readonly end_date_service_restriction?: string;
    readonly end_date_account_restriction?: string;
    /** Quote the model's rationale in decision_facts. It may repeat personal data from the content: check it before you submit. */
    readonly include_rationale?: boolean;
  };
  readonly StatementOfReasons: {
    /** What was done with the content. */
    readonly decision_visibility?: ReadonlyArray<"DECISION_VISIBILITY_CONTENT_REMOVED" | "DECISION_VISIBILITY_CONTENT_DISABLED" | "DECISION_VISIBILITY_CONTENT_DEMOTED" | "DECISION_VISIBILITY_CONTENT_AGE_RESTRICTED" | "DECISION_VISIBILITY_CONTENT_INTERACTION_RESTRICTED" | "DECISION_VISIBILITY_CONTENT_LABELLED" | "DECISION_VISIBILITY_OTHER">;
    readonly decision_visibility_other?: string;
    readonly decision_monetary?: "DECISION_MONETARY_SUSPENSION" | "DECISION_MONETARY_TERMINATION" | "DECISION_MONETARY_OTHER";
    readonly decision_monetary_other?: string;
    readonly decision_provision?: "DECISION_PROVISION_PARTIAL_SUSPENSION" | "DECISION_PROVISION_PARTIAL_TERMINATION" | "DECISION_PROVISION_TOTAL_SUSPENSION" | "DECISION_PROVISION_TOTAL_TERMINATION";
    readonly decision_account?: "DECISION_ACCOUNT_SUSPENDED" | "DECISION_ACCOUNT_TERMINATED";
    readonly account_type?: "ACCOUNT_TYPE_BUSINESS" | "ACCOUNT_TYPE_PRIVATE";
    readonly decision_ground: "DECISION_GROUND_ILLEGAL_CONTENT" | "DECISION_GROUND_INCOMPATIBLE_CONTENT";
    readonly decision_ground_reference_url?: string;
    readonly illegal_content_legal_ground?: string;
    readonly illegal_content_explanation?: string;
    readonly incompatible_content_illegal?: "Yes" | "No";
    readonly content_type: ReadonlyArray<"CONTENT_TYPE_APP" | "CONTENT_TYPE_AUDIO" | "CONTENT_TYPE_IMAGE" | "CONTENT_TYPE_OTHER" | "CONTENT_TYPE_PRODUCT" | "CONTENT_TYPE_SYNTHETIC_MEDIA" | "CONTENT_TYPE_TEXT" | "CONTENT_TYPE_VIDEO">;
    readonly content_type_other?: string;
    /** When the content was published. */
    readonly content_date: string;
    readonly content_language?: string;
    readonly category: "STATEMENT_CATEGORY_ANIMAL_WELFARE" | "STATEMENT_CATEGORY_CONSUMER_INFORMATION" | "STATEMENT_CATEGORY_CYBER_VIOLENCE" | "STATEMENT_CATEGORY_CYBER_VIOLENCE_AGAINST_WOMEN" | "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS" | "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH" | "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS" | "STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS" | "STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE" | "STATEMENT_CATEGORY_OTHER_VIOLATION_TC" | "STATEMENT_CATEGORY_PROTECTION_OF_MINORS" | "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY" | "STATEMENT_CATEGORY_SCAMS_AND_FRAUD" | "STATEMENT_CATEGORY_SELF_HARM" | "STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS" | "STATEMENT_CATEGORY_VIOLENCE";
    readonly category_addition?: ReadonlyArray<"STATEMENT_CATEGORY_ANIMAL_WELFARE" | "STATEMENT_CATEGORY_CONSUMER_INFORMATION" | "STATEMENT_CATEGORY_CYBER_VIOLENCE" | "STATEMENT_CATEGORY_CYBER_VIOLENCE_AGAINST_WOMEN" | "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS" | "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH" | "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS" | "STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS" | "STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE" | "STATEMENT_CATEGORY_OTHER_VIOLATION_TC" | "STATEMENT_CATEGORY_PROTECTION_OF_MINORS" | "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY" | "STATEMENT_CATEGORY_SCAMS_AND_FRAUD" | "STATEMENT_CATEGORY_SELF_HARM" | "STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS" | "STATEMENT_CATEGORY_VIOLENCE">;
    readonly category_specification?: ReadonlyArray<"KEYWORD_ADULT_SEXUAL_MATERIAL" | "KEYWORD_AGE_SPECIFIC_RESTRICTIONS" | "KEYWORD_AGE_SPECIFIC_RESTRICTIONS_MINORS" | "KEYWORD_ANIMAL_HARM" | "KEYWORD_BIOMETRIC_DATA_BREACH" | "KEYWORD_BULLYING_AGAINST_GIRLS" | "KEYWORD_CHILD_SEXUAL_ABUSE_MATERIAL" | "KEYWORD_CHILD_SEXUAL_ABUSE_MATERIAL_DEEPFAKE" | "KEYWORD_CONTENT_PROMOTING_EATING_DISORDERS" | "KEYWORD_COORDINATED_HARM" | "KEYWORD_COPYRIGHT_INFRINGEMENT" | "KEYWORD_CYBER_BULLYING_INTIMIDATION" | "KEYWORD_CYBER_HARASSMENT" | "KEYWORD_CYBER_HARASSMENT_AGAINST_WOMEN" | "KEYWORD_CYBER_INCITEMENT" | "KEYWORD_CYBER_STALKING" | "KEYWORD_CYBER_STALKING_AGAINST_WOMEN" | "KEYWORD_DATA_FALSIFICATION" | "KEYWORD_DEFAMATION" | "KEYWORD_DESIGN_INFRINGEMENT" | "KEYWORD_DISCRIMINATION" | "KEYWORD_FEMALE_GENDERED_DISINFORMATION" | "KEYWORD_GEOGRAPHICAL_REQUIREMENTS" | "KEYWORD_GEOGRAPHIC_INDICATIONS_INFRINGEMENT" | "KEYWORD_GOODS_SERVICES_NOT_PERMITTED" | "KEYWORD_GROOMING_SEXUAL_ENTICEMENT_MINORS" | "KEYWORD_HATE_SPEECH" | "KEYWORD_HIDDEN_ADVERTISEMENT" | "KEYWORD_HUMAN_EXPLOITATION" | "KEYWORD_HUMAN_TRAFFICKING" | "KEYWORD_ILLEGAL_ORGANIZATIONS" | "KEYWORD_IMPERSONATION_ACCOUNT_HIJACKING" | "KEYWORD_INAUTHENTIC_ACCOUNTS" | "KEYWORD_INAUTHENTIC_LISTINGS" | "KEYWORD_INAUTHENTIC_USER_REVIEWS" | "KEYWORD_INCITEMENT_AGAINST_WOMEN" | "KEYWORD_INCITEMENT_VIOLENCE_HATRED" | "KEYWORD_INSUFFICIENT_INFORMATION_ON_TRADERS" | "KEYWORD_LANGUAGE_REQUIREMENTS" | "KEYWORD_MISINFORMATION_DISINFORMATION" | "KEYWORD_MISLEADING_INFO_CONSUMER_RIGHTS" | "KEYWORD_MISLEADING_INFO_GOODS_SERVICES" | "KEYWORD_MISSING_PROCESSING_GROUND" | "KEYWORD_NONCOMPLIANCE_PRICING" | "KEYWORD_NON_CONSENSUAL_IMAGE_SHARING" | "KEYWORD_NON_CONSENSUAL_IMAGE_SHARING_AGAINST_WOMEN" | "KEYWORD_NON_CONSENSUAL_MATERIAL_DEEPFAKE" | "KEYWORD_NON_CONSENSUAL_MATERIAL_DEEPFAKE_AGAINST_WOMEN" | "KEYWORD_NUDITY" | "KEYWORD_OTHER" | "KEYWORD_PATENT_INFRINGEMENT" | "KEYWORD_PHISHING" | "KEYWORD_PROHIBITED_PRODUCTS" | "KEYWORD_PYRAMID_SCHEMES" | "KEYWORD_RIGHT_TO_BE_FORGOTTEN" | "KEYWORD_RISK_ENVIRONMENTAL_DAMAGE" | "KEYWORD_RISK_PUBLIC_HEALTH" | "KEYWORD_SELF_MUTILATION" | "KEYWORD_STALKING" | "KEYWORD_SUICIDE" | "KEYWORD_TERRORIST_CONTENT" | "KEYWORD_TRADEMARK_INFRINGEMENT" | "KEYWORD_TRADE_SECRET_INFRINGEMENT" | "KEYWORD_TRAFFICKING_WOMEN_GIRLS" | "KEYWORD_UNLAWFUL_SALE_ANIMALS" | "KEYWORD_UNSAFE_CHALLENGES" | "KEYWORD_UNSAFE_PRODUCTS" | "KEYWORD_VIOLATION_EU_LAW" | "KEYWORD_VIOLATION_NATIONAL_LAW">;
    readonly category_specification_other?: string;
    readonly territorial_scope?: ReadonlyArray<string>;
    readonly source_type: "SOURCE_ARTICLE_16" | "SOURCE_TRUSTED_FLAGGER" | "SOURCE_TYPE_OTHER_NOTIFICATION" | "SOURCE_VOLUNTARY";
    readonly source_identity?: string;
    readonly automated_detection: "Yes" | "No";
    readonly end_date_visibility_restriction?: string;
    readonly end_date_monetary_restriction?: string;
    readonly end_date_service_restriction?: string;
    readonly end_date_account_restriction?: string;
    readonly incompatible_content_ground?: string;
    readonly incompatible_content_explanation?: string;
    readonly decision_facts: string;
    /** When the decision was made. */
    readonly application_date: string;
    readonly automated_decision: "AUTOMATED_DECISION_FULLY" | "AUTOMATED_DECISION_PARTIALLY" | "AUTOMATED_DECISION_NOT_AUTOMATED";
    /** The id of the record. */
    readonly puid: string;
  };
  readonly Stats: {
    /** When the first bucket begins, which may be earlier than requested. */
    readonly since: string;
    /** When the last bucket ends. */
    readonly until: string;
    /** Follows from the period: at most 120 buckets. Buckets are aligned in UTC. */
    readonly bucket_seconds: number;
    /** Oldest bucket first. A bucket without settled records has no row. */
    readonly data: ReadonlyArray<{
      /** When the bucket begins. */
      readonly start: string;
      /** Null: all policies except the 12 with the most records. */
      readonly policy_id: string | null;
      /** Completed records with a violation, as the model decided. */
      readonly violation: number;
      /** Completed records without one. */
      readonly allowed: number;
      /** Records that could not be judged. */
      readonly failed: number;
      /** Records that were not judged in time. */
      readonly expired: number;
      /** Of the completed records, those that got the verdict of an identical item: from the verdict cache, or judged at the same time. */
      readonly reused: number;
      /** Records that a worker began: those with a wait. */
      readonly started: number;
      /** Sum of their waits. */
      readonly queued_ms: number;
      /** The longest wait. */
      readonly max_queued_ms: number;
      /** Records that the engine judged. */
      readonly judged: number;
      /** Sum of the engine's time for them. */
      readonly engine_ms: number;
      /** Sum over the records that the engine judged, like the next three. */
      readonly prompt_tokens: number;
      /** Of the prompt tokens, those that were in the engine's cache. */
      readonly cached_tokens: number;
      readonly reasoning_tokens: number;
      readonly completion_tokens: number;
    }>;
    /** What is not settled yet. */
    readonly now: {
      readonly queued: number;
      readonly running: number;
      readonly oldest_queued_at: string | null;
    };
  };
  readonly ReviewPage: {
    readonly data: ReadonlyArray<Schemas["ReviewItem"]>;
    /** Null on the last page. */
    readonly next_cursor: string | null;
  };
  readonly ReviewItem: {
    readonly id: string;
    readonly record: Schemas["VerdictRecord"];
    /** Whether GET /verdicts/{verdict_id}/content still has the content. */
    readonly content_kept: boolean;
    /** When the item entered the queue, or entered it again because of an appeal. */
    readonly queued_at: string;
    /** Who works on the item now; null if anyone may claim it. */
    readonly claim: {
      readonly key_id: string;
      readonly reviewer: string | null;
      readonly expires_at: string;
    } | null;
  };
  readonly NextReviewRequest: {
    /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
    readonly policy_id?: string;
    /** Which queue. */
    readonly state?: "needs_review" | "escalated";
    /** The reviewer's name, if several people share an API key. The same name is the same person, with any key and in upper or lower case. */
    readonly reviewer?: string;
    /** The time for which no other reviewer gets the item. */
    readonly lease_seconds?: number;
  };
  readonly NextReview: {
    /** Null if no item waits for this person. */
    readonly item: Schemas["ReviewItem"] | null;
  };
  readonly ReviewStats: {
    /** The items that wait now, by policy. */
    readonly queues: ReadonlyArray<{
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id: string;
      readonly needs_review: number;
      readonly escalated: number;
      /** Waiting and escalated items that a reviewer has claimed. */
      readonly claimed: number;
      readonly oldest_at: string;
      readonly oldest_age_seconds: number;
    }>;
    readonly days: number;
    readonly decisions: {
      readonly agree: number;
      readonly overturn: number;
      readonly unsure: number;
      readonly escalate: number;
    };
    /** The most active reviewers first, at most 100. */
    readonly reviewers: ReadonlyArray<{
      readonly key_id: string;
      readonly reviewer: string | null;
      readonly decisions: {
        readonly agree: number;
        readonly overturn: number;
        readonly unsure: number;
        readonly escalate: number;
      };
    }>;
    /** Items that two people labelled without seeing each other's decisions. */
    readonly second_reviewer: {
      readonly items: number;
      /** The share of them with the same violation and category. */
      readonly agreement: number | null;
      /** Cohen's kappa of the violation: agreement beyond chance; 1 is perfect. Null if every label is the same. */
      readonly kappa_violation: number | null;
      /** The same for violation and category together. */
      readonly kappa_category: number | null;
    };
    /** Decided items that the policy's `sample` chose: an estimate of how often verdicts are wrong, with its 95 % interval (Wilson). */
    readonly sample: {
      readonly decided: number;
      readonly overturned: number;
      readonly overturned_share: number | null;
      readonly low: number | null;
      readonly high: number | null;
    };
  };
  readonly GoldenItem: {
    /** Unique in the set. Items of two versions or two evaluations are paired by it. */
    readonly id: string;
    readonly content: Schemas["Content"];
    /** Null: unknown. Such an item counts as neither right nor wrong. */
    readonly violation: 0 | 1 | null;
    /** The category that decides; null: none. Absent: unknown. */
    readonly policy_category?: string | null;
    readonly rule_ids?: ReadonlyArray<string>;
    readonly note?: string;
    readonly tags: ReadonlyArray<string>;
    /** Where the item is from. */
    readonly source?: string;
  };
  readonly ReviewDetail: {
    readonly id: string;
    readonly record: Schemas["VerdictRecord"];
    /** Whether GET /verdicts/{verdict_id}/content still has the content. */
    readonly content_kept: boolean;
    /** When the item entered the queue, or entered it again because of an appeal. */
    readonly queued_at: string;
    /** Who works on the item now; null if anyone may claim it. */
    readonly claim: {
      readonly key_id: string;
      readonly reviewer: string | null;
      readonly expires_at: string;
    } | null;
    /** Oldest first. If two people decide, the first decision is left out until both have decided. */
    readonly events: ReadonlyArray<{
      readonly id: string;
      readonly type: "decision" | "skip" | "note" | "appeal";
      readonly key_id: string;
      readonly reviewer: string | null;
      readonly decision: "agree" | "overturn" | "unsure" | "escalate" | null;
      readonly violation: 0 | 1 | null;
      readonly policy_category: string | null;
      /** The reason, the note or the complaint. Null if there is none, or if it has been erased. */
      readonly text: string | null;
      readonly created_at: string;
      readonly undone_at: string | null;
    }>;
  };
  readonly ClaimReviewRequest: {
    /** The reviewer's name, if several people share an API key. The same name is the same person, with any key and in upper or lower case. */
    readonly reviewer?: string;
    /** The time for which no other reviewer gets the item. */
    readonly lease_seconds?: number;
  };
  readonly ReviewerRequest: {
    /** The reviewer's name, if several people share an API key. The same name is the same person, with any key and in upper or lower case. */
    readonly reviewer?: string;
  };
  readonly DecideReviewRequest: {
    /** agree: the verdict is right. overturn: another verdict is right. unsure: it cannot be decided, which ends the review. escalate: another person must decide. */
    readonly decision: "agree" | "overturn" | "unsure" | "escalate";
    /** The correct value. Required with overturn, and not allowed otherwise. */
    readonly violation?: 0 | 1;
    /** The correct category. Only with overturn. */
    readonly policy_category?: string | null;
    /** Why. Required with overturn. */
    readonly reason?: string;
    /** The reviewer's name, if several people share an API key. The same name is the same person, with any key and in upper or lower case. */
    readonly reviewer?: string;
  };
  readonly ReviewNoteRequest: {
    readonly text: string;
    /** The reviewer's name, if several people share an API key. The same name is the same person, with any key and in upper or lower case. */
    readonly reviewer?: string;
  };
  readonly AppealRequest: {
    /** The text of the complaint. */
    readonly complaint: string;
  };
  readonly PolicyPage: {
    readonly data: ReadonlyArray<Schemas["Policy"]>;
  };
  readonly Policy: {
    /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
    readonly id: string;
    readonly title: string | null;
    /** Whether the active version, or the latest if none is active, is marked as sensitive. */
    readonly sensitive: boolean;
    readonly active_version: number | null;
    readonly latest_version: number;
    readonly archived: boolean;
    readonly created_at: string;
    readonly updated_at: string;
  };
  readonly PolicyVersion: {
    /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
    readonly policy_id: string;
    readonly version: number;
    /** Hash of the document's bytes as uploaded. */
    readonly sha256: string;
    readonly active: boolean;
    readonly title: string | null;
    readonly description: string | null;
    readonly categories: ReadonlyArray<{
      readonly code: string;
      readonly title?: string;
      /** 0: this category names allowed content. Default 1. */
      readonly violation?: 0 | 1;
      readonly severity?: number;
      /** The action of your system: remove, review, … */
      readonly action?: string;
    }>;
    readonly rules: ReadonlyArray<string>;
    /** Codes that were found in the text and are not declared. The model may cite them with either decision, and nothing about them is enforced. Null if all codes are declared or none was found. */
    readonly inferred: {
      readonly categories: boolean;
      readonly rules: boolean;
      /** Front matter that declares these codes as they were inferred. Put it at the top of the document. */
      readonly front_matter: string;
    } | null;
    /** What the linter advises. It does not prevent the policy from being used. */
    readonly findings: ReadonlyArray<{
      /** A stable id: codes-inferred, hedge, output-format-requested, … */
      readonly rule: string;
      /** error: the document cannot be used. Anything else is advice. */
      readonly severity: "error" | "warning" | "info";
      /** What was found, why it matters, and what to do. */
      readonly message: string;
      /** Position in the document, counted from 1, columns in UTF-16 code units; the end is exclusive. Null if the finding concerns the whole document. */
      readonly range: {
        readonly line: number;
        readonly column: number;
        readonly end_line: number;
        readonly end_column: number;
      } | null;
      /** Wording to use instead, or text to paste. */
      readonly suggestion: string | null;
    }>;
    readonly reasoning_effort: "low" | "medium" | "high" | null;
    /** When a person must look at a verdict of this version. Null: only on request. */
    readonly review: {
      /** The score is from the first number to the second, such as [0.35, 0.65]. Never holds for a verdict without a score. */
      readonly score_between?: ReadonlyArray<number>;
      /** The model's confidence is this one or a lower one. */
      readonly confidence?: "low" | "medium";
      /** The verdict cites a category or rule that the policy does not have. */
      readonly citations?: "unknown";
      /** This share of all verdicts, to measure quality: 0.02 is one of 50. The record's id decides. */
      readonly sample?: number;
      /** This share of the verdicts to be reviewed is decided by two people, to measure their agreement. */
      readonly second_reviewer?: number;
    } | null;
    /** Content of this policy may be distressing, so the dashboard blurs it at first. */
    readonly sensitive: boolean;
    /** The figures that the version must reach on a golden set before it may become active. The model never sees them. */
    readonly targets: {
      /** What must reach the target: the measured value (estimate, the default), or also the worse end of its 95 % interval (interval), which needs more items. */
      readonly decide_by?: "estimate" | "interval";
      /** Minimum share of the items that are judged as labelled. */
      readonly accuracy?: number;
      /** Minimum share of the items judged as violations that are labelled as violations. */
      readonly precision?: number;
      /** Minimum share of the items labelled as violations that are judged as violations. */
      readonly recall?: number;
      /** Minimum harmonic mean of precision and recall. */
      readonly f1?: number;
      /** Minimum of Cohen's kappa of judgement and label. */
      readonly kappa?: number;
      /** Maximum share of the items without a violation that are judged as violations. */
      readonly false_positive_rate?: number;
      /** Items that must be labelled and judged; for a category, items that are labelled with it. */
      readonly minimum_items?: number;
      /** Targets for individual categories, by code. Each category counts against all others. */
      readonly categories?: {
        readonly [name: string]: {
          /** Minimum share of the items that are judged as labelled. */
          readonly accuracy?: number;
          /** Minimum share of the items judged as violations that are labelled as violations. */
          readonly precision?: number;
          /** Minimum share of the items labelled as violations that are judged as violations. */
          readonly recall?: number;
          /** Minimum harmonic mean of precision and recall. */
          readonly f1?: number;
          /** Minimum of Cohen's kappa of judgement and label. */
          readonly kappa?: number;
          /** Maximum share of the items without a violation that are judged as violations. */
          readonly false_positive_rate?: number;
          /** Items that must be labelled and judged; for a category, items that are labelled with it. */
          readonly minimum_items?: number;
        };
      };
    } | null;
    /** The schema of this version's verdicts. */
    readonly output_schema: {
      readonly [name: string]: unknown;
    };
    /** Length of the policy text in o200k tokens. */
    readonly tokens: number;
    readonly created_at: string;
  };
  readonly PolicyLint: {
    /** Whether an upload of this document would be accepted. */
    readonly runnable: boolean;
    /** In the order of the document; at most 20 of one rule. */
    readonly findings: ReadonlyArray<{
      /** A stable id: codes-inferred, hedge, output-format-requested, … */
      readonly rule: string;
      /** error: the document cannot be used. Anything else is advice. */
      readonly severity: "error" | "warning" | "info";
      /** What was found, why it matters, and what to do. */
      readonly message: string;
      /** Position in the document, counted from 1, columns in UTF-16 code units; the end is exclusive. Null if the finding concerns the whole document. */
      readonly range: {
        readonly line: number;
        readonly column: number;
        readonly end_line: number;
        readonly end_column: number;
      } | null;
      /** Wording to use instead, or text to paste. */
      readonly suggestion: string | null;
    }>;
    /** Further findings, which are not listed. */
    readonly omitted: number;
    /** Null for a document that cannot be read as a policy. */
    readonly tokens: {
      /** Length of the text in o200k tokens. */
      readonly policy: number;
      /** Length of the whole prompt without content; null if the engine is unknown, as on the command line. */
      readonly prompt: number | null;
      /** Price of these tokens in the prompts of 1,000 items; null if no price is configured. */
      readonly cost_per_1000_items: number | null;
      /** The currency of the costs; null if it is unknown. */
      readonly currency: string | null;
      readonly sections: ReadonlyArray<{
        /** Null for text before the first heading. */
        readonly title: string | null;
        readonly line: number;
        readonly tokens: number;
        /** Price of these tokens in the prompts of 1,000 items; null if no price is configured. */
        readonly cost_per_1000_items: number | null;
      }>;
    } | null;
  };
  readonly PolicyVersionPage: {
    readonly data: ReadonlyArray<Schemas["PolicyVersion"]>;
  };
  readonly ActivateRequest: {
    readonly version: number;
    /** Activate the version even if the gate refuses it. Requires a reason; both are recorded. */
    readonly force?: boolean;
    /** Why, for the history of the policy. */
    readonly reason?: string;
  };
  readonly VersionGate: {
    /** The candidate. */
    readonly version: number;
    /** The version that it would replace. Null: none is active. */
    readonly active_version: number | null;
    /** Whether the version may become active without force. */
    readonly open: boolean;
    /** Why it may not; empty if it may. */
    readonly reasons: ReadonlyArray<string>;
  };
  readonly RollbackRequest: {
    /** Why, for the history of the policy. */
    readonly reason?: string;
  };
  readonly ActivationPage: {
    readonly data: ReadonlyArray<Schemas["Activation"]>;
  };
  readonly Activation: {
    /** upload: the first version, or one that restored an archived policy. */
    readonly kind: "upload" | "activate" | "rollback";
    readonly from_version: number | null;
    readonly to_version: number;
    /** The API key. Null if the service itself did it. */
    readonly key_id: string | null;
    /** Activated although the gate refused it. */
    readonly forced: boolean;
    readonly reason: string | null;
    /** Why the gate refused the version; empty unless it was forced. */
    readonly refusals: ReadonlyArray<string>;
    readonly activated_at: string;
  };
  readonly PolicyDiff: {
    /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
    readonly policy_id: string;
    readonly from: {
      readonly version: number;
      readonly sha256: string;
      /** Length of the policy text in o200k tokens. */
      readonly tokens: number;
      /** True if codes were inferred from the text and are not declared. */
      readonly inferred: {
        readonly categories: boolean;
        readonly rules: boolean;
      };
    };
    readonly to: {
      readonly version: number;
      readonly sha256: string;
      /** Length of the policy text in o200k tokens. */
      readonly tokens: number;
      /** True if codes were inferred from the text and are not declared. */
      readonly inferred: {
        readonly categories: boolean;
        readonly rules: boolean;
      };
    };
    readonly categories: {
      readonly added: ReadonlyArray<{
        readonly code: string;
        readonly title?: string;
        /** 0: this category names allowed content. Default 1. */
        readonly violation?: 0 | 1;
        readonly severity?: number;
        /** The action of your system: remove, review, … */
        readonly action?: string;
      }>;
      readonly removed: ReadonlyArray<{
        readonly code: string;
        readonly title?: string;
        /** 0: this category names allowed content. Default 1. */
        readonly violation?: 0 | 1;
        readonly severity?: number;
        /** The action of your system: remove, review, … */
        readonly action?: string;
      }>;
      /** Categories with the same code and another title, decision, severity or action. */
      readonly changed: ReadonlyArray<{
        readonly from: {
          readonly code: string;
          readonly title?: string;
          /** 0: this category names allowed content. Default 1. */
          readonly violation?: 0 | 1;
          readonly severity?: number;
          /** The action of your system: remove, review, … */
          readonly action?: string;
        };
        readonly to: {
          readonly code: string;
          readonly title?: string;
          /** 0: this category names allowed content. Default 1. */
          readonly violation?: 0 | 1;
          readonly severity?: number;
          /** The action of your system: remove, review, … */
          readonly action?: string;
        };
      }>;
    };
    readonly rules: {
      readonly added: ReadonlyArray<string>;
      readonly removed: ReadonlyArray<string>;
    };
    /** Other fields of the front matter that differ. */
    readonly settings: ReadonlyArray<{
      readonly name: string;
      /** Null if the field is absent. */
      readonly from: unknown;
      /** Null if the field is absent. */
      readonly to: unknown;
    }>;
    /** The documents as a unified diff; empty if they are identical. */
    readonly text: string;
  };
  readonly GoldenSetPage: {
    readonly data: ReadonlyArray<Schemas["GoldenSetVersion"]>;
  };
  readonly GoldenSetVersion: {
    /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
    readonly name: string;
    readonly version: number;
    /** Hash of the items in their order. */
    readonly sha256: string;
    /** The format in which the upload was read. */
    readonly format: string;
    readonly items: number;
    /** Items whose correct judgement is known. */
    readonly labelled: number;
    /** Items that violate the policy. */
    readonly violations: number;
    readonly created_at: string;
  };
  readonly GoldenSetImport: {
    readonly golden_set: Schemas["GoldenSetVersion"];
    /** False if a version with these items already existed. */
    readonly created: boolean;
    readonly skipped: {
      readonly total: number;
      /** The first records that were not imported, and why. Never their content. */
      readonly records: ReadonlyArray<{
        /** Null if `reason` names the item. */
        readonly line: number | null;
        readonly reason: string;
      }>;
    };
  };
  readonly GoldenItemPage: {
    readonly data: ReadonlyArray<Schemas["GoldenItem"]>;
    readonly next_cursor: number | null;
    readonly has_more: boolean;
  };
  readonly CreateEvaluationRequest: {
    /** Default: the active version. */
    readonly version?: number;
    /** A policy document to evaluate instead of a stored version. It is stored with the evaluation and never judges other items. */
    readonly draft?: string;
    /** NAME or NAME@VERSION. Default: only the policy's examples. */
    readonly golden_set?: string;
    /** Whether the examples of the policy's front matter are items too, with the tag `example`. */
    readonly examples?: boolean;
    /** Default: the policy's, else the service's. */
    readonly reasoning_effort?: "low" | "medium" | "high";
    /** How often each item is judged, to measure stability. */
    readonly repeats?: number;
    /** Changes the content of every item in a way that does not change the correct judgement. Compare with an evaluation without it. */
    readonly perturbation?: {
      readonly name: "case" | "spacing" | "leetspeak" | "homoglyphs" | "invisible_characters" | "injected_instruction" | "changed_policy";
      /** The same seed changes the same content in the same way. */
      readonly seed?: number;
    };
  };
  readonly Evaluation: {
    readonly id: string;
    /** cancelled and completed are final: the report is available, and no longer changes. */
    readonly status: "running" | "cancelling" | "cancelled" | "completed";
    readonly policy: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly id: string;
      /** Null: a draft. */
      readonly version: number | null;
      /** Hash of the document under which the items are judged. */
      readonly sha256: string;
    };
    readonly golden_set: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly name: string;
      readonly version: number;
      readonly sha256: string;
    } | null;
    /** Items that are examples of the policy's front matter. */
    readonly examples: number;
    readonly reasoning_effort: "low" | "medium" | "high";
    readonly repeats: number;
    /** How content was changed before it was judged. Null: it was judged unchanged. */
    readonly perturbation: {
      readonly name: "case" | "spacing" | "leetspeak" | "homoglyphs" | "invisible_characters" | "injected_instruction" | "changed_policy";
      readonly seed: number;
    } | null;
    /** The id of the API key that started it. */
    readonly key_id: string;
    readonly items: number;
    /** Items times repeats, by status. */
    readonly judgements: {
      readonly total: number;
      readonly queued: number;
      readonly running: number;
      readonly completed: number;
      readonly failed: number;
      readonly cancelled: number;
    };
    /** Over the last 20 seconds while running; over the whole run when finished. Null until known. */
    readonly judgements_per_second: number | null;
    /** Estimate at that rate. Null until known. */
    readonly seconds_left: number | null;
    /** The models and engines that have judged items. More than one if the service was changed in the meantime. */
    readonly models: ReadonlyArray<{
      readonly name: string;
      readonly engine: string;
      readonly engine_version: string;
    }>;
    readonly created_at: string;
    readonly completed_at: string | null;
    /** Null until completed or cancelled, and in lists. */
    readonly report: Schemas["EvaluationReport"] | null;
  };
  readonly EvaluationReport: {
    readonly items: number;
    /** Items that are labelled and judged. Only these count in the figures. */
    readonly counted: number;
    /** Labelled items that could not be judged. They count as neither right nor wrong. */
    readonly failed: number;
    /** Labelled items that were not judged, because the evaluation was cancelled. */
    readonly missing: number;
    readonly unlabelled: number;
    readonly overall: Schemas["BinaryMetrics"];
    /** The metrics of each category that was expected or judged, against all others. */
    readonly categories: ReadonlyArray<{
      readonly code: string;
      readonly metrics: Schemas["BinaryMetrics"];
    }>;
    readonly tags: ReadonlyArray<{
      readonly tag: string;
      readonly metrics: Schemas["BinaryMetrics"];
    }>;
    /** How often each category was judged for each expected one. Null if no category is known. */
    readonly category_confusion: {
      /** Codes; null, for no category, is last. */
      readonly labels: ReadonlyArray<string | null>;
      /** A row for each expected label, a column for each judged one. */
      readonly counts: ReadonlyArray<ReadonlyArray<number>>;
    } | null;
    /** How well the scores are calibrated as probabilities. Null if the engine returns no scores. */
    readonly calibration: {
      readonly items: number;
      readonly brier: number;
      readonly expected_error: number;
      readonly bins: ReadonlyArray<{
        readonly low: number;
        readonly high: number;
        readonly items: number;
        readonly mean_score: number;
        readonly violations: number;
      }>;
      readonly thresholds: ReadonlyArray<{
        readonly threshold: number;
        readonly precision: number | null;
        readonly recall: number | null;
      }>;
    } | null;
    /** How far the repeats agree. Null if each item is judged once. */
    readonly stability: {
      /** The share of items with at least two judgements, all of which are the same. */
      readonly unanimous: {
        readonly count: number;
        readonly total: number;
        readonly value: number | null;
        /** 95 % confidence interval. */
        readonly interval: {
          readonly low: number;
          readonly high: number;
        } | null;
      };
      /** Items whose judgements differ in violation or category. */
      readonly changed: number;
      /** Fleiss' kappa of the items that every repeat judged. */
      readonly kappa: number | null;
    } | null;
    readonly usage: {
      readonly judgements: number;
      readonly prompt_tokens: number;
      readonly cached_tokens: number;
      readonly reasoning_tokens: number;
      readonly completion_tokens: number;
    };
    /** Time in the engine for one judgement. Null without judgements. */
    readonly engine_ms: {
      readonly p50: number;
      readonly p95: number;
    } | null;
    /** Null if no price is configured. */
    readonly cost: {
      readonly amount: number;
      readonly currency: string;
    } | null;
  };
  readonly BinaryMetrics: {
    readonly confusion: {
      readonly true_positives: number;
      readonly false_positives: number;
      readonly true_negatives: number;
      readonly false_negatives: number;
    };
    readonly accuracy: {
      readonly count: number;
      readonly total: number;
      readonly value: number | null;
      /** 95 % confidence interval. */
      readonly interval: {
        readonly low: number;
        readonly high: number;
      } | null;
    };
    readonly precision: {
      readonly count: number;
      readonly total: number;
      readonly value: number | null;
      /** 95 % confidence interval. */
      readonly interval: {
        readonly low: number;
        readonly high: number;
      } | null;
    };
    readonly recall: {
      readonly count: number;
      readonly total: number;
      readonly value: number | null;
      /** 95 % confidence interval. */
      readonly interval: {
        readonly low: number;
        readonly high: number;
      } | null;
    };
    readonly false_positive_rate: {
      readonly count: number;
      readonly total: number;
      readonly value: number | null;
      /** 95 % confidence interval. */
      readonly interval: {
        readonly low: number;
        readonly high: number;
      } | null;
    };
    readonly f1: {
      readonly value: number | null;
      /** 95 % confidence interval. */
      readonly interval: {
        readonly low: number;
        readonly high: number;
      } | null;
    };
    /** Cohen's kappa. */
    readonly kappa: {
      readonly value: number | null;
      /** 95 % confidence interval. */
      readonly interval: {
        readonly low: number;
        readonly high: number;
      } | null;
    };
  };
  readonly TryPolicyRequest: {
    /** The policy document to judge under. It is not stored as a version. */
    readonly draft: string;
    readonly content: Schemas["Content"];
    /** Default: the policy's, else the service's. */
    readonly reasoning_effort?: "low" | "medium" | "high";
  };
  readonly EvaluationPage: {
    readonly data: ReadonlyArray<Schemas["Evaluation"]>;
    readonly next_cursor: string | null;
    readonly has_more: boolean;
  };
  readonly EvaluationItemPage: {
    readonly data: ReadonlyArray<Schemas["EvaluationItem"]>;
    readonly next_cursor: number | null;
    readonly has_more: boolean;
  };
  readonly EvaluationItem: {
    /** Unique in the set. Items of two versions or two evaluations are paired by it. */
    readonly id: string;
    /** Null if the golden set was deleted. */
    readonly content: Schemas["Content"] | null;
    /** Null: unknown. Such an item counts as neither right nor wrong. */
    readonly violation: 0 | 1 | null;
    /** The category that decides; null: none. Absent: unknown. */
    readonly policy_category?: string | null;
    readonly rule_ids?: ReadonlyArray<string>;
    readonly note?: string;
    readonly tags: ReadonlyArray<string>;
    /** Where the item is from. */
    readonly source?: string;
    /** The outcome of the first repeat: whether its violation is the expected one. failed: not judged because of an error; missing: not judged yet, or cancelled. */
    readonly outcome: "right" | "wrong" | "failed" | "missing" | "unlabelled";
    /** The completed repeats differ in violation or category. */
    readonly changed: boolean;
    readonly judgements: ReadonlyArray<Schemas["EvaluationJudgement"]>;
  };
  readonly EvaluationJudgement: {
    readonly repeat: number;
    readonly status: "queued" | "running" | "completed" | "failed" | "cancelled";
    /** Valid against the output schema of the policy version. Null until completed. */
    readonly verdict: {
      readonly violation: 0 | 1;
      /** Empty if the record has been erased, or the retention period of the rationale is over. */
      readonly rationale: string;
      readonly [name: string]: unknown;
    } | null;
    /** Probability of violation from the logits of the model's label token. Not calibrated. Null if the engine cannot return it. */
    readonly score: number | null;
    readonly checks: {
      /** Whether every category and rule that the verdict cites exists in the policy version. */
      readonly citations_known: boolean;
      /** False if the verdict cites a category of allowed content with violation 1, or another category with violation 0. With the default output schema, possible only if categories were inferred. */
      readonly codes_agree: boolean;
      /** Occurrences of the model's control tokens in the content. They reach the model as ordinary text. */
      readonly injection_markers: number;
    } | null;
    readonly model: {
      readonly name: string;
      /** SHA-256 of the weights: of the safetensors file, or of the lines that sha256sum prints for several. Null if it is unknown: on a model server, and for weights of more than 1 GiB that `gavel model pull` did not pull. */
      readonly weights_sha256: string | null;
      /** The engine: onnx (ONNX Runtime), webgpu (a GPU), or the kind of the model server. */
      readonly engine: string;
      /** Its version and, if Gavel runs the model itself, the device. */
      readonly engine_version: string;
      readonly reasoning_effort: "low" | "medium" | "high";
      readonly max_reasoning_tokens: number;
      /** Null: greedy decoding. */
      readonly seed: number | null;
      /** HMAC-SHA256 with the installation's key over the hexadecimal SHA-256 of the prompt's token ids as little-endian uint32. Null if the record has been erased. */
      readonly prompt_hmac: string | null;
      /** Set for a demonstration or a test model: its verdicts must not be relied on. */
      readonly warning: string | null;
    } | null;
    readonly usage: {
      readonly prompt_tokens: number;
      readonly cached_tokens: number;
      readonly reasoning_tokens: number;
      readonly completion_tokens: number;
    } | null;
    readonly engine_ms: number | null;
    readonly attempts: number;
    readonly error: {
      readonly code: string;
      readonly title: string;
      readonly detail: string | null;
    } | null;
    /** Present with `reasoning=true`, which requires the scope reasoning:read. */
    readonly reasoning?: string | null;
    readonly completed_at: string | null;
  };
  readonly StartShadowRequest: {
    /** The candidate. */
    readonly version: number;
    /** The share of the live items that is also judged under the candidate. */
    readonly share: number;
    /** Sampling ends after this many items. */
    readonly limit?: number;
  };
  readonly Trial: {
    readonly id: string;
    /** shadow: judges a share of the live items. replay: judges recent records again. */
    readonly kind: "shadow" | "replay";
    /** completed: the limit is reached, and every item is judged. */
    readonly status: "running" | "stopped" | "completed";
    /** The candidate. */
    readonly policy: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly id: string;
      readonly version: number;
      readonly sha256: string;
    };
    /** Null for a replay. */
    readonly share: number | null;
    readonly limit: number;
    /** Live verdicts of other versions, of which the items are a sample. */
    readonly seen: number;
    /** Items for the candidate to judge. */
    readonly items: number;
    readonly judged: number;
    /** Items that the candidate could not judge. */
    readonly failed: number;
    /** Items that are not judged yet. */
    readonly waiting: number;
    /** The id of the API key that started it. */
    readonly key_id: string;
    readonly created_at: string;
    readonly ended_at: string | null;
    /** What was found so far. Null in lists. */
    readonly report: {
      /** The share of the items judged under both whose violation or category differs. */
      readonly disagreements: {
        readonly count: number;
        readonly total: number;
        /** Null if the total is 0. */
        readonly value: number | null;
        /** 95 % confidence interval. */
        readonly interval: {
          readonly low: number;
          readonly high: number;
        } | null;
      };
      /** Items that only the live verdict finds to be a violation. */
      readonly only_live: number;
      /** Items that only the candidate finds to be a violation. */
      readonly only_candidate: number;
      /** Items with the same decision but another category. */
      readonly other_category: number;
      /** Cohen's kappa of the two decisions. */
      readonly kappa: number | null;
      /** By the time of the live verdict, oldest first; the latest 1,000 at most. */
      readonly over_time: ReadonlyArray<{
        readonly from: string;
        readonly disagreements: {
          readonly count: number;
          readonly total: number;
          /** Null if the total is 0. */
          readonly value: number | null;
          /** 95 % confidence interval. */
          readonly interval: {
            readonly low: number;
            readonly high: number;
          } | null;
        };
      }>;
    } | null;
  };
  readonly StartReplayRequest: {
    /** The candidate. */
    readonly version: number;
    /** How many records to judge again, the latest first. */
    readonly limit?: number;
    /** Only records that were judged at this time or later. */
    readonly since?: string;
  };
  readonly TrialPage: {
    readonly data: ReadonlyArray<Schemas["Trial"]>;
    readonly next_cursor: string | null;
    readonly has_more: boolean;
  };
  readonly DisagreementPage: {
    readonly data: ReadonlyArray<Schemas["Disagreement"]>;
    readonly next_cursor: number | null;
    readonly has_more: boolean;
  };
  readonly Disagreement: {
    /** The live record. */
    readonly verdict_id: string;
    readonly kind: "only_live" | "only_candidate" | "other_category";
    readonly judged_at: string;
    readonly live: {
      /** Null if the record is deleted. */
      readonly version: number | null;
      readonly violation: 0 | 1;
      readonly policy_category: string | null;
      /** Null once erased. */
      readonly rationale: string | null;
    };
    readonly candidate: {
      /** Null if the record is deleted. */
      readonly version: number | null;
      readonly violation: 0 | 1;
      readonly policy_category: string | null;
      /** Null once erased. */
      readonly rationale: string | null;
    };
  };
  readonly Report: Schemas["EvaluationFindings"] | Schemas["EvaluationComparison"] | Schemas["EvaluationRobustness"] | Schemas["EvaluationSteerability"];
  readonly EvaluationFindings: {
    readonly kind: "evaluation";
    readonly evaluation: Schemas["Evaluation"];
    readonly gate: Schemas["GateDecision"];
    readonly wrong: {
      readonly total: number;
      readonly shown: ReadonlyArray<{
        /** Unique in the set. Items of two versions or two evaluations are paired by it. */
        readonly id: string;
        /** wrong: differs from the label. fixed, broken: only the second answer is right, only the first is. moved: another category, or an item without a label. unchanged: the answers are the same, although they should differ. */
        readonly change: "wrong" | "fixed" | "broken" | "moved" | "unchanged";
        /** Null: unknown. Such an item counts as neither right nor wrong. */
        readonly violation: 0 | 1 | null;
        /** The category that decides; null: none. Absent: unknown. */
        readonly policy_category?: string | null;
        readonly rule_ids?: ReadonlyArray<string>;
        readonly note?: string;
        readonly tags: ReadonlyArray<string>;
        /** Where the item is from. */
        readonly source?: string;
        readonly content?: Schemas["Content"];
        readonly answers: ReadonlyArray<{
          /** The evaluation that gave the answer: base, candidate, … */
          readonly by: string;
          readonly violation: 0 | 1;
          readonly policy_category: string | null;
          readonly rule_ids: ReadonlyArray<string>;
          readonly confidence: string | null;
          readonly score: number | null;
          readonly rationale: string;
        }>;
      }>;
    };
  };
  readonly GateDecision: {
    /** Every check passed. */
    readonly open: boolean;
    readonly checks: ReadonlyArray<{
      /** Short, such as `recall of ML2`. */
      readonly name: string;
      readonly passed: boolean;
      /** A sentence that says what was found. */
      readonly words: string;
      /** What was measured, if the condition is a target of the policy. */
      readonly target: {
        /** items: how many items are labelled and judged. */
        readonly measure: "items" | "accuracy" | "precision" | "recall" | "f1" | "kappa" | "false_positive_rate";
        /** Null: all items. */
        readonly category: string | null;
        /** A maximum for false_positive_rate, a minimum for all others. */
        readonly bound: number;
        readonly decide_by: "estimate" | "interval";
        /** Null if it cannot be computed. */
        readonly value: number | null;
        /** 95 % confidence interval. */
        readonly interval: {
          readonly low: number;
          readonly high: number;
        } | null;
      } | null;
    }>;
    /** The sentences of the checks that did not pass. */
    readonly reasons: ReadonlyArray<string>;
  };
  readonly EvaluationComparison: {
    readonly kind: "comparison";
    readonly base: Schemas["Evaluation"];
    readonly candidate: Schemas["Evaluation"];
    readonly gate: Schemas["GateDecision"];
    readonly figures: {
      /** Labelled items that both have judged. The next figures are computed from these. */
      readonly paired: number;
      readonly both_right: number;
      readonly both_wrong: number;
      /** Right only with the candidate. */
      readonly fixed: number;
      /** Right only with the base. */
      readonly broken: number;
      /** McNemar's exact test of fixed against broken. */
      readonly p_value: number;
      /** Accuracy of the candidate minus that of the base. Null without paired items. */
      readonly accuracy: {
        readonly difference: number;
        /** 95 % confidence interval. */
        readonly interval: {
          readonly low: number;
          readonly high: number;
        } | null;
      } | null;
      /** Items that only the base has judged. */
      readonly only_base: {
        readonly total: number;
        readonly ids: ReadonlyArray<string>;
      };
      /** Items that only the candidate has judged. */
      readonly only_candidate: {
        readonly total: number;
        readonly ids: ReadonlyArray<string>;
      };
    };
    /** Items whose violation or category differs: broken ones first, then fixed, then moved. */
    readonly flips: {
      readonly total: number;
      readonly shown: ReadonlyArray<{
        /** Unique in the set. Items of two versions or two evaluations are paired by it. */
        readonly id: string;
        /** wrong: differs from the label. fixed, broken: only the second answer is right, only the first is. moved: another category, or an item without a label. unchanged: the answers are the same, although they should differ. */
        readonly change: "wrong" | "fixed" | "broken" | "moved" | "unchanged";
        /** Null: unknown. Such an item counts as neither right nor wrong. */
        readonly violation: 0 | 1 | null;
        /** The category that decides; null: none. Absent: unknown. */
        readonly policy_category?: string | null;
        readonly rule_ids?: ReadonlyArray<string>;
        readonly note?: string;
        readonly tags: ReadonlyArray<string>;
        /** Where the item is from. */
        readonly source?: string;
        readonly content?: Schemas["Content"];
        readonly answers: ReadonlyArray<{
          /** The evaluation that gave the answer: base, candidate, … */
          readonly by: string;
          readonly violation: 0 | 1;
          readonly policy_category: string | null;
          readonly rule_ids: ReadonlyArray<string>;
          readonly confidence: string | null;
          readonly score: number | null;
          readonly rationale: string;
        }>;
      }>;
    };
  };
  readonly EvaluationRobustness: {
    readonly kind: "robustness";
    readonly original: Schemas["Evaluation"];
    readonly variants: ReadonlyArray<{
      /** The perturbation, or what was translated. */
      readonly name: string;
      readonly evaluation: Schemas["Evaluation"];
      /** Items that both have judged. */
      readonly compared: number;
      /** Share of the compared items whose violation differs. */
      readonly changed: {
        readonly count: number;
        readonly total: number;
        readonly value: number | null;
        /** 95 % confidence interval. */
        readonly interval: {
          readonly low: number;
          readonly high: number;
        } | null;
      };
      /** Violations that are no longer found. */
      readonly evaded: number;
      /** Items that are now judged as violations. */
      readonly accused: number;
      readonly figures: {
        /** Labelled items that both have judged. The next figures are computed from these. */
        readonly paired: number;
        readonly both_right: number;
        readonly both_wrong: number;
        /** Right only with the candidate. */
        readonly fixed: number;
        /** Right only with the base. */
        readonly broken: number;
        /** McNemar's exact test of fixed against broken. */
        readonly p_value: number;
        /** Accuracy of the candidate minus that of the base. Null without paired items. */
        readonly accuracy: {
          readonly difference: number;
          /** 95 % confidence interval. */
          readonly interval: {
            readonly low: number;
            readonly high: number;
          } | null;
        } | null;
        /** Items that only the base has judged. */
        readonly only_base: {
          readonly total: number;
          readonly ids: ReadonlyArray<string>;
        };
        /** Items that only the candidate has judged. */
        readonly only_candidate: {
          readonly total: number;
          readonly ids: ReadonlyArray<string>;
        };
      };
      readonly flips: {
        readonly total: number;
        readonly shown: ReadonlyArray<{
          /** Unique in the set. Items of two versions or two evaluations are paired by it. */
          readonly id: string;
          /** wrong: differs from the label. fixed, broken: only the second answer is right, only the first is. moved: another category, or an item without a label. unchanged: the answers are the same, although they should differ. */
          readonly change: "wrong" | "fixed" | "broken" | "moved" | "unchanged";
          /** Null: unknown. Such an item counts as neither right nor wrong. */
          readonly violation: 0 | 1 | null;
          /** The category that decides; null: none. Absent: unknown. */
          readonly policy_category?: string | null;
          readonly rule_ids?: ReadonlyArray<string>;
          readonly note?: string;
          readonly tags: ReadonlyArray<string>;
          /** Where the item is from. */
          readonly source?: string;
          readonly content?: Schemas["Content"];
          readonly answers: ReadonlyArray<{
            /** The evaluation that gave the answer: base, candidate, … */
            readonly by: string;
            readonly violation: 0 | 1;
            readonly policy_category: string | null;
            readonly rule_ids: ReadonlyArray<string>;
            readonly confidence: string | null;
            readonly score: number | null;
            readonly rationale: string;
          }>;
        }>;
      };
    }>;
  };
  readonly EvaluationSteerability: {
    readonly kind: "steerability";
    readonly policy: Schemas["Evaluation"];
    readonly opposite: Schemas["Evaluation"];
    /** The share of the items judged under both policies whose decision is reversed under the opposite policy. */
    readonly followed: {
      readonly count: number;
      readonly total: number;
      readonly value: number | null;
      /** 95 % confidence interval. */
      readonly interval: {
        readonly low: number;
        readonly high: number;
      } | null;
    };
    /** The same share, among the violations under the policy. */
    readonly released: {
      readonly count: number;
      readonly total: number;
      readonly value: number | null;
      /** 95 % confidence interval. */
      readonly interval: {
        readonly low: number;
        readonly high: number;
      } | null;
    };
    /** The same share, among the items that are allowed under the policy. */
    readonly caught: {
      readonly count: number;
      readonly total: number;
      readonly value: number | null;
      /** 95 % confidence interval. */
      readonly interval: {
        readonly low: number;
        readonly high: number;
      } | null;
    };
    /** Items with the same decision under both. */
    readonly stuck: {
      readonly total: number;
      readonly shown: ReadonlyArray<{
        /** Unique in the set. Items of two versions or two evaluations are paired by it. */
        readonly id: string;
        /** wrong: differs from the label. fixed, broken: only the second answer is right, only the first is. moved: another category, or an item without a label. unchanged: the answers are the same, although they should differ. */
        readonly change: "wrong" | "fixed" | "broken" | "moved" | "unchanged";
        /** Null: unknown. Such an item counts as neither right nor wrong. */
        readonly violation: 0 | 1 | null;
        /** The category that decides; null: none. Absent: unknown. */
        readonly policy_category?: string | null;
        readonly rule_ids?: ReadonlyArray<string>;
        readonly note?: string;
        readonly tags: ReadonlyArray<string>;
        /** Where the item is from. */
        readonly source?: string;
        readonly content?: Schemas["Content"];
        readonly answers: ReadonlyArray<{
          /** The evaluation that gave the answer: base, candidate, … */
          readonly by: string;
          readonly violation: 0 | 1;
          readonly policy_category: string | null;
          readonly rule_ids: ReadonlyArray<string>;
          readonly confidence: string | null;
          readonly score: number | null;
          readonly rationale: string;
        }>;
      }>;
    };
  };
  readonly ModerationRequest: {
    /** A text, several texts (one result each), or the parts of one text (one result). Images cannot be judged. */
    readonly input: string | ReadonlyArray<string> | ReadonlyArray<{
      readonly type: "text";
      readonly text: string;
    }>;
    /** A configured set of policies, or a policy: `spam`, or `spam@3` for one version. If it is missing, or the name of one of OpenAI's own models, the set named default is used. */
    readonly model?: string | null;
  };
  readonly ModerationResponse: {
    readonly id: string;
    /** The set, or the policy with the version that was applied. */
    readonly model: string;
    /** One for each text, in input order. */
    readonly results: ReadonlyArray<{
      /** At least one policy is violated. */
      readonly flagged: boolean;
      /** The 13 standard categories, each policy by its id, and each violating category of a policy as `policy/code`. */
      readonly categories: {
        readonly harassment: boolean;
        readonly "harassment/threatening": boolean;
        readonly hate: boolean;
        readonly "hate/threatening": boolean;
        readonly illicit: boolean;
        readonly "illicit/violent": boolean;
        readonly "self-harm": boolean;
        readonly "self-harm/instructions": boolean;
        readonly "self-harm/intent": boolean;
        readonly sexual: boolean;
        readonly "sexual/minors": boolean;
        readonly violence: boolean;
        readonly "violence/graphic": boolean;
        readonly [name: string]: unknown;
      };
      /** The probability of violation for the policy and for the category of its verdict, 0 for other categories. If the engine returns no probability: 1 or 0, by the verdict. */
      readonly category_scores: {
        readonly harassment: number;
        readonly "harassment/threatening": number;
        readonly hate: number;
        readonly "hate/threatening": number;
        readonly illicit: number;
        readonly "illicit/violent": number;
        readonly "self-harm": number;
        readonly "self-harm/instructions": number;
        readonly "self-harm/intent": number;
        readonly sexual: number;
        readonly "sexual/minors": number;
        readonly violence: number;
        readonly "violence/graphic": number;
        readonly [name: string]: unknown;
      };
      /** Empty for a standard category that no policy of the request covers. */
      readonly category_applied_input_types: {
        readonly harassment: ReadonlyArray<"text">;
        readonly "harassment/threatening": ReadonlyArray<"text">;
        readonly hate: ReadonlyArray<"text">;
        readonly "hate/threatening": ReadonlyArray<"text">;
        readonly illicit: ReadonlyArray<"text">;
        readonly "illicit/violent": ReadonlyArray<"text">;
        readonly "self-harm": ReadonlyArray<"text">;
        readonly "self-harm/instructions": ReadonlyArray<"text">;
        readonly "self-harm/intent": ReadonlyArray<"text">;
        readonly sexual: ReadonlyArray<"text">;
        readonly "sexual/minors": ReadonlyArray<"text">;
        readonly violence: ReadonlyArray<"text">;
        readonly "violence/graphic": ReadonlyArray<"text">;
        readonly [name: string]: unknown;
      };
      /** The records of the result, one for each policy. */
      readonly verdict_ids: ReadonlyArray<string>;
    }>;
  };
  readonly OpenAIError: {
    readonly error: {
      readonly message: string;
      readonly type: string;
      /** The invalid part of the request. */
      readonly param: string | null;
      /** An error code of this service. */
      readonly code: string;
    };
  };
  readonly GuardrailRequest: {
    /** Each text is judged under each policy. */
    readonly texts?: ReadonlyArray<string | null> | null;
    /** The conversation in OpenAI's format. Its text beyond `texts` and `tool_calls` is judged as one conversation: system text, tool calls and results, names, refusals, reasoning. Members and parts that are not text are rejected. */
    readonly structured_messages?: ReadonlyArray<{
      readonly role?: string | null;
      readonly content?: string | null | ReadonlyArray<string | null | {
        readonly type?: string | null;
        readonly text?: string | null;
        readonly [name: string]: unknown;
      }>;
      /** Tool calls. The name and arguments of each are judged as one text. */
      readonly tool_calls?: ReadonlyArray<{
        readonly function?: {
          readonly name?: string | null;
          readonly arguments?: string | null;
          readonly [name: string]: unknown;
        } | null;
        readonly [name: string]: unknown;
      }> | null;
      readonly [name: string]: unknown;
    }> | null;
    /** Tool calls. The name and arguments of each are judged as one text. */
    readonly tool_calls?: ReadonlyArray<{
      readonly function?: {
        readonly name?: string | null;
        readonly arguments?: string | null;
        readonly [name: string]: unknown;
      } | null;
      readonly [name: string]: unknown;
    }> | null;
    /** Tool definitions, judged together as one text. */
    readonly tools?: ReadonlyArray<{
      readonly [name: string]: unknown;
    }> | null;
    /** Images cannot be judged. A request that contains images is rejected, so that none passes unchecked. */
    readonly images?: ReadonlyArray<unknown> | null;
    /** Becomes the external_id of the verdicts. */
    readonly litellm_call_id?: string | null;
    /** Metadata of the request. Neither judged nor used. */
    readonly input_type?: unknown;
    /** Metadata of the request. Neither judged nor used. */
    readonly model?: unknown;
    /** Metadata of the request. Neither judged nor used. */
    readonly litellm_trace_id?: unknown;
    /** Metadata of the request. Neither judged nor used. */
    readonly litellm_version?: unknown;
    /** Metadata of the request. Neither judged nor used. */
    readonly request_data?: unknown;
    /** Metadata of the request. Neither judged nor used. */
    readonly request_headers?: unknown;
    /** The policies to judge under. Default: GAVEL_GUARDRAIL_POLICIES. */
    readonly additional_provider_specific_params?: {
      /** A policy, or `id@version`. */
      readonly policy_id?: string | null;
      /** Several policies. */
      readonly policy_ids?: ReadonlyArray<string> | null;
      readonly [name: string]: unknown;
    } | null;
    readonly [name: string]: unknown;
  };
  readonly GuardrailResponse: {
    /** BLOCKED: at least one policy is violated. NONE: everything was judged and nothing violates a policy. LiteLLM's third action, GUARDRAIL_INTERVENED, is never used: Gavel does not rewrite texts. */
    readonly action: "BLOCKED" | "NONE";
    /** Titles of policies and categories. It is safe to show to end users: it contains no rationale or content. */
    readonly blocked_reason?: string;
    /** The policies that were applied; empty if there was nothing to judge. */
    readonly policy_ids: ReadonlyArray<string>;
    /** The records that led to the action. */
    readonly verdict_ids: ReadonlyArray<string>;
  };
  readonly LabelRequest: {
    readonly content_text: string;
    /** A full policy. It is stored as an immutable version of a policy named by its hash; with `targets` as a draft, which judges this text but does not become active. Requires the scope policies:write. */
    readonly criteria_text?: string | null;
    /** A policy, or `id@version`. */
    readonly labeler_id?: string | null;
    /** The number of a version, or `latest` for the active one. Without labeler_id it also names the policy: `spam` or `spam@3`, for callers that do not support labeler_id. */
    readonly labeler_version_id?: string | number | null;
    /** Accepted and ignored. */
    readonly model?: string | null;
  };
  readonly LabelResponse: {
    /** 1: the policy is violated. */
    readonly label: "0" | "1";
    /** Confidence in the label: from the score, or 0.95, 0.75 or 0.65 for the verdict's own high, medium or low. */
    readonly confidence: number;
    /** Seconds of engine time. */
    readonly compute_time: number;
    /** The verdict's rationale. */
    readonly explanation: string;
    readonly verdict_id: string;
  };
  readonly CreateKeyRequest: {
    readonly name: string;
    readonly scopes: ReadonlyArray<"classify" | "policies:read" | "policies:write" | "verdicts:read" | "reasoning:read" | "content:read" | "reviews:read" | "reviews:write" | "evaluations:read" | "evaluations:write" | "audit:read" | "operations:read" | "admin">;
  };
  readonly CreatedKey: {
    readonly id: string;
    readonly name: string;
    readonly scopes: ReadonlyArray<"classify" | "policies:read" | "policies:write" | "verdicts:read" | "reasoning:read" | "content:read" | "reviews:read" | "reviews:write" | "evaluations:read" | "evaluations:write" | "audit:read" | "operations:read" | "admin">;
    readonly created_at: string;
    readonly revoked_at: string | null;
    /** The key. It is returned only once. */
    readonly key: string;
  };
  readonly ApiKeyPage: {
    readonly data: ReadonlyArray<Schemas["ApiKey"]>;
  };
  readonly ApiKey: {
    readonly id: string;
    readonly name: string;
    readonly scopes: ReadonlyArray<"classify" | "policies:read" | "policies:write" | "verdicts:read" | "reasoning:read" | "content:read" | "reviews:read" | "reviews:write" | "evaluations:read" | "evaluations:write" | "audit:read" | "operations:read" | "admin">;
    readonly created_at: string;
    readonly revoked_at: string | null;
    /** How much of the service it may use, according to `GAVEL_KEY_LIMITS` and the other settings. */
    readonly limits: {
      /** Its weight in fair queueing. */
      readonly weight: number;
      /** Judging requests. Null: no limit. */
      readonly requests_per_minute: number | null;
      /** Judging requests at a time, in each process. */
      readonly concurrent_requests: number;
      /** The part of `GAVEL_MAX_QUEUE_DEPTH` that its waiting and running items may take. */
      readonly queue_share_percent: number;
    };
  };
  readonly KeySessionPage: {
    readonly data: ReadonlyArray<Schemas["KeySession"]>;
  };
  readonly KeySession: {
    /** Not what its cookie contains. */
    readonly id: string;
    readonly created_at: string;
    /** The last use, to a minute. */
    readonly used_at: string;
    /** When it ends, however much it is used. It ends earlier if it is not used for some time. */
    readonly expires_at: string;
    /** Whether this request was sent with it. */
    readonly current: boolean;
  };
  readonly SignInRequest: {
    /** An API key. */
    readonly api_key?: string;
    /** What follows # in the URL of a sign-in link. */
    readonly link_token?: string;
  };
  readonly Session: {
    /** The key that signed in, with the scopes that it has now. */
    readonly key: {
      readonly id: string;
      readonly name: string;
      readonly scopes: ReadonlyArray<"classify" | "policies:read" | "policies:write" | "verdicts:read" | "reasoning:read" | "content:read" | "reviews:read" | "reviews:write" | "evaluations:read" | "evaluations:write" | "audit:read" | "operations:read" | "admin">;
    };
    readonly created_at: string;
    /** When it ends, however much it is used. It ends earlier if it is not used for some time. */
    readonly expires_at: string;
  };
  readonly SignInLink: {
    /** Relative to the address of the service, which only its clients know: a path, and the token as the fragment, which browsers never send to a server. */
    readonly url: string;
    readonly expires_at: string;
  };
  readonly AuditPage: {
    readonly data: ReadonlyArray<Schemas["AuditEntry"]>;
    readonly next_cursor: string | null;
    readonly has_more: boolean;
  };
  readonly AuditEntry: {
    /** 1 for the first entry, and increasing by one. */
    readonly position: number;
    readonly at: string;
    /** The id of the API key that performed the action. Null: the service itself, or its environment. */
    readonly actor: string | null;
    /** What was done. policy.gate_forced comes before the policy.activated that the gate refused. key.used is recorded once for each key, process and day (UTC), with the first request. */
    readonly action: "policy.uploaded" | "policy.activated" | "policy.gate_forced" | "policy.archived" | "key.created" | "key.revoked" | "key.used" | "session.created" | "session.ended" | "session.link_created" | "verdict.erased" | "verdict.retried" | "golden_set.deleted" | "trial.started" | "trial.stopped" | "content.read" | "review.decided" | "review.undone" | "review.appealed" | "review.exported";
    /** The resource that the action changed or read, by its path, such as /policies/spam. */
    readonly subject: string;
    readonly detail: {
      readonly [name: string]: string | number | boolean | null | ReadonlyArray<string>;
    };
    /** SHA-256 over canonical JSON (RFC 8785) of this entry with `previous_hash`, the hash of the entry before it, instead of `hash`. The previous hash of the first entry is 64 zeros. */
    readonly hash: string;
  };
  readonly AuditVerification: {
    readonly valid: boolean;
    /** How many entries form an unbroken chain. */
    readonly entries: number;
    /** The last entry that was checked. Keep it elsewhere: a later check that still contains it shows that no entry up to it was changed or removed. */
    readonly head: {
      readonly position: number;
      readonly hash: string;
    } | null;
    readonly fault: {
      /** Where the chain is broken. */
      readonly position: number;
      /** missing: the entry with this position is missing or out of order. changed: the hash does not match the entry and those before it. */
      readonly reason: "missing" | "changed";
    } | null;
  };
  readonly CreateWebhookRequest: {
    /** https, any port, without user name and password. It must resolve to a public address. */
    readonly url: string;
    readonly description?: string | null;
    /** Only events of these policies. Null: of all policies. */
    readonly policy_ids?: ReadonlyArray<string> | null;
    /** Only completed records with this verdict. Null: all records, including failed and expired ones. */
    readonly violation?: 0 | 1 | null;
  };
  readonly WebhookWithSecret: {
    readonly id: string;
    /** https, any port, without user name and password. It must resolve to a public address. */
    readonly url: string;
    readonly description: string | null;
    /** Only events of these policies. Null: of all policies. */
    readonly policy_ids: ReadonlyArray<string> | null;
    /** Only completed records with this verdict. Null: all records, including failed and expired ones. */
    readonly violation: 0 | 1 | null;
    /** While false, no events are recorded for the endpoint, and none are sent. */
    readonly enabled: boolean;
    /** request: by PATCH. gone: the receiver returned 410. */
    readonly disabled_reason: "request" | "gone" | null;
    /** Until then each delivery is also signed with the previous secret. */
    readonly previous_secret_expires_at: string | null;
    readonly created_at: string;
    readonly updated_at: string;
    /** `whsec_` and base64. It is returned only once. */
    readonly secret: string;
  };
  readonly WebhookPage: {
    readonly data: ReadonlyArray<Schemas["Webhook"]>;
  };
  readonly Webhook: {
    readonly id: string;
    /** https, any port, without user name and password. It must resolve to a public address. */
    readonly url: string;
    readonly description: string | null;
    /** Only events of these policies. Null: of all policies. */
    readonly policy_ids: ReadonlyArray<string> | null;
    /** Only completed records with this verdict. Null: all records, including failed and expired ones. */
    readonly violation: 0 | 1 | null;
    /** While false, no events are recorded for the endpoint, and none are sent. */
    readonly enabled: boolean;
    /** request: by PATCH. gone: the receiver returned 410. */
    readonly disabled_reason: "request" | "gone" | null;
    /** Until then each delivery is also signed with the previous secret. */
    readonly previous_secret_expires_at: string | null;
    readonly created_at: string;
    readonly updated_at: string;
  };
  readonly UpdateWebhookRequest: {
    /** https, any port, without user name and password. It must resolve to a public address. */
    readonly url?: string;
    readonly description?: string | null;
    /** Only events of these policies. Null: of all policies. */
    readonly policy_ids?: ReadonlyArray<string> | null;
    /** Only completed records with this verdict. Null: all records, including failed and expired ones. */
    readonly violation?: 0 | 1 | null;
    readonly enabled?: boolean;
  };
  readonly WebhookDelivery: {
    /** The `webhook-id` header, the same in each attempt. */
    readonly id: string;
    readonly webhook_id: string;
    /** verdict.*: a record has settled. review.changed: a person decided on its verdict, undid a decision, or returned it to the review queue; see data.review. */
    readonly type: "verdict.completed" | "verdict.failed" | "verdict.expired" | "review.changed" | "webhook.test";
    readonly verdict_id: string | null;
    /** dead: no further attempts, after the last one failed or the receiver returned 410. A replay sends it again. */
    readonly status: "pending" | "delivered" | "dead";
    /** Attempts since the delivery was recorded or last replayed. */
    readonly attempts: number;
    /** Error of the last attempt. status: a response other than 2xx. address_refused: the name does not resolve to a public address. */
    readonly last_error: "status" | "redirect" | "gone" | "timeout" | "address_refused" | "unresolvable" | "connection_failed" | null;
    readonly last_status_code: number | null;
    readonly last_attempt_at: string | null;
    readonly next_attempt_at: string | null;
    readonly created_at: string;
  };
  readonly WebhookDeliveryPage: {
    readonly data: ReadonlyArray<Schemas["WebhookDelivery"]>;
    /** Null on the last page. */
    readonly next_cursor: string | null;
  };
  readonly ReplayResult: {
    readonly replayed: number;
  };
  readonly Home: {
    readonly name: "Gavel";
    /** The version of the service. */
    readonly version: string;
    readonly links: {
      /** The dashboard, for a browser. */
      readonly dashboard: string;
      /** The API reference, for a browser. */
      readonly reference: string;
      /** The API description in OpenAPI 3.1. */
      readonly openapi: string;
    };
  };
  readonly Health: {
    readonly status: "ok" | "failing";
  };
  readonly Readiness: {
    readonly ready: boolean;
    /** The state of engine, queue and database. Only in responses to a valid API key. */
    readonly checks?: {
      readonly [name: string]: {
        readonly ok: boolean;
        readonly detail?: string;
      };
    };
  };
  readonly ServiceState: {
    /** When the state was read. It is read at most once a second. */
    readonly at: string;
    /** Whether an item submitted now would be judged. */
    readonly ready: boolean;
    /** The state of engine, queue and database. Only in responses to a valid API key. */
    readonly checks: {
      readonly [name: string]: {
        readonly ok: boolean;
        readonly detail?: string;
      };
    };
    readonly processes: ReadonlyArray<{
      readonly id: string;
      /** Its last heartbeat. */
      readonly seen_at: string;
      /** Whether the heartbeat is less than three seconds old. A process that ended properly is not listed. */
      readonly responds: boolean;
      /** Whether it can judge now. Null if it never judges. */
      readonly judges: boolean | null;
      /** Why it can or cannot judge. */
      readonly detail: string;
      /** all: one process does everything. api: takes requests. worker: judges. */
      readonly role: "all" | "api" | "worker";
      readonly version: string;
      readonly started_at: string;
      /** Null for a process that never judges. */
      readonly worker: {
        /** Items that it judges at a time. Null until it judges. */
        readonly slots: number | null;
        /** Items that it is judging. */
        readonly busy: number;
        /** With all slots in use. Null until it has judged an item. */
        readonly items_per_second: number | null;
        /** Over the last minute, counted when a generation ends. `cached` is the part of `prompt` that the prefix cache held. */
        readonly tokens_per_second: {
          readonly prompt: number;
          readonly cached: number;
          readonly generated: number;
        };
        /** Whether the engine judged two known items correctly when it started. Null until then. An engine that failed still judges unless `GAVEL_REQUIRE_SELF_TEST` is set: its verdicts must not be relied on. */
        readonly self_test: "passed" | "failed" | null;
        /** Null until the engine has started. */
        readonly engine: {
          readonly model: string;
          readonly engine: string;
          readonly engine_version: string;
          /** Set if verdicts of this model are meaningless. */
          readonly warning: string | null;
          readonly max_context_tokens: number;
          /** Generations in progress. */
          readonly running: number;
          /** Generations that wait for a slot in the engine. */
          readonly waiting: number;
          /** The part of the KV cache that running generations occupy. Null if unknown, as for model servers. */
          readonly kv_cache_share: number | null;
          /** How often the engine was lost and started again. */
          readonly restarts: number;
          /** The model servers of a remote engine. */
          readonly servers: ReadonlyArray<{
            /** Host and port. */
            readonly address: string;
            /** up: gets requests. ejected: failed, and gets none until it responds to a probe. probation: gets one request at a time until one succeeds. */
            readonly status: "up" | "probation" | "ejected";
            /** Requests that it is generating. */
            readonly in_flight: number;
            /** The maximum number of requests that it gets at a time. */
            readonly max_in_flight: number;
            /** How often it failed since the worker started. */
            readonly ejections: number;
            /** Until the next probe. Null unless ejected. */
            readonly retry_in_ms: number | null;
          }>;
        } | null;
      } | null;
    }>;
    readonly processes_left_out: number;
    readonly queue: {
      readonly waiting: {
        readonly interactive: number;
        readonly batch: number;
      };
      readonly running: number;
      readonly oldest_waiting_at: string | null;
      /** Items that all workers judge at a time. */
      readonly slots: number;
      /** Of all workers, with all slots in use. Null until known. */
      readonly items_per_second: number | null;
      /** Until everything that waits and runs now is judged, at that rate. Null until the rate is known. */
      readonly seconds_to_empty: number | null;
      /** `GAVEL_MAX_QUEUE_DEPTH`: above it new items are refused. */
      readonly limit: number;
      /** The keys with the most items, with their weights in fair queueing. */
      readonly keys: ReadonlyArray<{
        readonly key_id: string;
        /** Null if the key is unknown. */
        readonly name: string | null;
        /** Its weight in fair queueing. */
        readonly weight: number;
        readonly waiting: {
          readonly interactive: number;
          readonly batch: number;
        };
        readonly running: number;
        /** Items that it may have waiting and running. */
        readonly limit: number;
        readonly oldest_waiting_at: string | null;
      }>;
      readonly keys_left_out: number;
    };
    /** Webhook deliveries to enabled endpoints that are not delivered yet. */
    readonly pending_deliveries: number;
  };
  readonly WebhookEvent: {
    /** verdict.*: a record has settled. review.changed: a person decided on its verdict, undid a decision, or returned it to the review queue; see data.review. */
    readonly type: "verdict.completed" | "verdict.failed" | "verdict.expired" | "review.changed" | "webhook.test";
    /** When the event happened, not when it was sent. */
    readonly timestamp: string;
    readonly data: Schemas["VerdictRecord"];
  };
}

export type Problem = Schemas["Problem"];
export type PolicyFrontMatter = Schemas["PolicyFrontMatter"];
export type ClassifyRequest = Schemas["ClassifyRequest"];
export type Content = Schemas["Content"];
export type VerdictRecord = Schemas["VerdictRecord"];
export type VerdictList = Schemas["VerdictList"];
export type BatchLine = Schemas["BatchLine"];
export type Batch = Schemas["Batch"];
export type BatchPage = Schemas["BatchPage"];
export type BatchResult = Schemas["BatchResult"];
export type VerdictPage = Schemas["VerdictPage"];
export type VerdictCounts = Schemas["VerdictCounts"];
export type Reasoning = Schemas["Reasoning"];
export type VerdictContent = Schemas["VerdictContent"];
export type StatementRequest = Schemas["StatementRequest"];
export type StatementOfReasons = Schemas["StatementOfReasons"];
export type Stats = Schemas["Stats"];
export type ReviewPage = Schemas["ReviewPage"];
export type ReviewItem = Schemas["ReviewItem"];
export type NextReviewRequest = Schemas["NextReviewRequest"];
export type NextReview = Schemas["NextReview"];
export type ReviewStats = Schemas["ReviewStats"];
export type GoldenItem = Schemas["GoldenItem"];
export type ReviewDetail = Schemas["ReviewDetail"];
export type ClaimReviewRequest = Schemas["ClaimReviewRequest"];
export type ReviewerRequest = Schemas["ReviewerRequest"];
export type DecideReviewRequest = Schemas["DecideReviewRequest"];
export type ReviewNoteRequest = Schemas["ReviewNoteRequest"];
export type AppealRequest = Schemas["AppealRequest"];
export type PolicyPage = Schemas["PolicyPage"];
export type Policy = Schemas["Policy"];
export type PolicyVersion = Schemas["PolicyVersion"];
export type PolicyLint = Schemas["PolicyLint"];
export type PolicyVersionPage = Schemas["PolicyVersionPage"];
export type ActivateRequest = Schemas["ActivateRequest"];
export type VersionGate = Schemas["VersionGate"];
export type RollbackRequest = Schemas["RollbackRequest"];
export type ActivationPage = Schemas["ActivationPage"];
export type Activation = Schemas["Activation"];
export type PolicyDiff = Schemas["PolicyDiff"];
export type GoldenSetPage = Schemas["GoldenSetPage"];
export type GoldenSetVersion = Schemas["GoldenSetVersion"];
export type GoldenSetImport = Schemas["GoldenSetImport"];
export type GoldenItemPage = Schemas["GoldenItemPage"];
export type CreateEvaluationRequest = Schemas["CreateEvaluationRequest"];
export type Evaluation = Schemas["Evaluation"];
export type EvaluationReport = Schemas["EvaluationReport"];
export type BinaryMetrics = Schemas["BinaryMetrics"];
export type TryPolicyRequest = Schemas["TryPolicyRequest"];
export type EvaluationPage = Schemas["EvaluationPage"];
export type EvaluationItemPage = Schemas["EvaluationItemPage"];
export type EvaluationItem = Schemas["EvaluationItem"];
export type EvaluationJudgement = Schemas["EvaluationJudgement"];
export type StartShadowRequest = Schemas["StartShadowRequest"];
export type Trial = Schemas["Trial"];
export type StartReplayRequest = Schemas["StartReplayRequest"];
export type TrialPage = Schemas["TrialPage"];
export type DisagreementPage = Schemas["DisagreementPage"];
export type Disagreement = Schemas["Disagreement"];
export type Report = Schemas["Report"];
export type EvaluationFindings = Schemas["EvaluationFindings"];
export type GateDecision = Schemas["GateDecision"];
export type EvaluationComparison = Schemas["EvaluationComparison"];
export type EvaluationRobustness = Schemas["EvaluationRobustness"];
export type EvaluationSteerability = Schemas["EvaluationSteerability"];
export type ModerationRequest = Schemas["ModerationRequest"];
export type ModerationResponse = Schemas["ModerationResponse"];
export type OpenAIError = Schemas["OpenAIError"];
export type GuardrailRequest = Schemas["GuardrailRequest"];
export type GuardrailResponse = Schemas["GuardrailResponse"];
export type LabelRequest = Schemas["LabelRequest"];
export type LabelResponse = Schemas["LabelResponse"];
export type CreateKeyRequest = Schemas["CreateKeyRequest"];
export type CreatedKey = Schemas["CreatedKey"];
export type ApiKeyPage = Schemas["ApiKeyPage"];
export type ApiKey = Schemas["ApiKey"];
export type KeySessionPage = Schemas["KeySessionPage"];
export type KeySession = Schemas["KeySession"];
export type SignInRequest = Schemas["SignInRequest"];
export type Session = Schemas["Session"];
export type SignInLink = Schemas["SignInLink"];
export type AuditPage = Schemas["AuditPage"];
export type AuditEntry = Schemas["AuditEntry"];
export type AuditVerification = Schemas["AuditVerification"];
export type CreateWebhookRequest = Schemas["CreateWebhookRequest"];
export type WebhookWithSecret = Schemas["WebhookWithSecret"];
export type WebhookPage = Schemas["WebhookPage"];
export type Webhook = Schemas["Webhook"];
export type UpdateWebhookRequest = Schemas["UpdateWebhookRequest"];
export type WebhookDelivery = Schemas["WebhookDelivery"];
export type WebhookDeliveryPage = Schemas["WebhookDeliveryPage"];
export type ReplayResult = Schemas["ReplayResult"];
export type Home = Schemas["Home"];
export type Health = Schemas["Health"];
export type Readiness = Schemas["Readiness"];
export type ServiceState = Schemas["ServiceState"];
export type WebhookEvent = Schemas["WebhookEvent"];

/** What each operation takes and returns. */
export interface Operations {
  /** Judge content under a policy. */
  readonly classify: {
    readonly path: {};
    readonly query: {};
    readonly headers: {
      /** RFC 7240. `wait=N`: wait up to N seconds, at most the service's limit. `respond-async` (POST only): do not wait. */
      readonly Prefer?: string | undefined;
      /** 1 to 255 visible ASCII characters, stored for a day for this API key and route. A request with the same key and body returns the same records or batch, and nothing is judged twice. With a different body the status is 409. */
      readonly "Idempotency-Key"?: string | undefined;
    };
    readonly body: Schemas["ClassifyRequest"];
    readonly responses: {
      readonly 200: Schemas["VerdictRecord"] | Schemas["VerdictList"];
      readonly 202: Schemas["VerdictRecord"] | Schemas["VerdictList"];
    };
  };
  /** Upload many items. */
  readonly createBatch: {
    readonly path: {};
    readonly query: {
      /** The policy for lines that name none. */
      readonly policy_id?: string | undefined;
      /** Instead of policy_id: up to eight, separated by commas. */
      readonly policy_ids?: string | undefined;
      /** Only with policy_id. Default: the active version. */
      readonly policy_version?: number | undefined;
      /** For lines that name none. */
      readonly reasoning_effort?: "low" | "medium" | "high" | undefined;
      /** The separator of CSV cells. Default: a comma. In a URL, `;` is `%3B` and a tab is `%09`. */
      readonly delimiter?: "," | ";" | "\t" | "|" | undefined;
    };
    readonly headers: {
      /** 1 to 255 visible ASCII characters, stored for a day for this API key and route. A request with the same key and body returns the same records or batch, and nothing is judged twice. With a different body the status is 409. */
      readonly "Idempotency-Key"?: string | undefined;
    };
    readonly body: RawBody;
    readonly responses: {
      readonly 202: Schemas["Batch"];
    };
  };
  /** List batches. */
  readonly listBatches: {
    readonly path: {};
    readonly query: {
      /** `next_cursor` of an earlier page. */
      readonly after?: string | undefined;
      readonly limit?: number | undefined;
    };
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["BatchPage"];
    };
  };
  /** Get a batch. */
  readonly getBatch: {
    readonly path: {
      /** The batch's id, a UUIDv7. */
      readonly batch_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["Batch"];
    };
  };
  /** Get the results in input order. */
  readonly getBatchResults: {
    readonly path: {
      /** The batch's id, a UUIDv7. */
      readonly batch_id: string;
    };
    readonly query: {
      readonly format?: "jsonl" | "csv" | undefined;
    };
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Response;
    };
  };
  /** Cancel a batch. */
  readonly cancelBatch: {
    readonly path: {
      /** The batch's id, a UUIDv7. */
      readonly batch_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["Batch"];
    };
  };
  /** List and search records. */
  readonly listVerdicts: {
    readonly path: {};
    readonly query: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id?: string | undefined;
      /** Only completed records with this verdict. */
      readonly violation?: 0 | 1 | undefined;
      /** queued and running: not judged yet. completed: judged. failed: could not be judged, see error. expired: not judged in time, or erased before it was judged. Only completed says something about the content. */
      readonly status?: "queued" | "running" | "completed" | "failed" | "expired" | undefined;
      /** The caller's own id of the item. Verdicts can be filtered by it. */
      readonly external_id?: string | undefined;
      /** Only records of items that this API key sent. */
      readonly key_id?: string | undefined;
      /** Only records whose review is in this state. */
      readonly review_state?: "needs_review" | "escalated" | "agreed" | "overturned" | "unsure" | "withdrawn" | undefined;
      /** Only records that settled at this time or later. */
      readonly since?: string | undefined;
      /** Only records that settled before this time. */
      readonly until?: string | undefined;
      /** Only verdicts with this category. */
      readonly category?: string | undefined;
      /** Only verdicts that cite this rule. */
      readonly rule?: string | undefined;
      /** Only verdicts with this confidence: low, medium or high. */
      readonly confidence?: string | undefined;
      /** Only records with at least this score. */
      readonly min_score?: number | undefined;
      /** Only records with at most this score. */
      readonly max_score?: number | undefined;
      /** Only settled records whose metadata has this key. */
      readonly metadata_key?: string | undefined;
      /** With metadata_key: only records that have this value for the key. Numbers and booleans as in JSON. */
      readonly metadata_value?: string | undefined;
      /** Only verdicts whose rationale contains all of these words. Also "a phrase" in quotes, or between words, and -not before one. Words match only in exactly this form, in upper or lower case. */
      readonly rationale?: string | undefined;
      /** `next_cursor` of an earlier page with the same filter and order. */
      readonly after?: string | undefined;
      readonly limit?: number | undefined;
      /** asc: oldest first. */
      readonly order?: "asc" | "desc" | undefined;
    };
    readonly headers: {
      /** RFC 7240. `wait=N`: wait up to N seconds, at most the service's limit. `respond-async` (POST only): do not wait. */
      readonly Prefer?: string | undefined;
      /** Entity tags that the client has. If one is current, the status is 304. */
      readonly "If-None-Match"?: string | undefined;
    };
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["VerdictPage"];
      readonly 304: null;
    };
  };
  /** Follow settled records. */
  readonly streamVerdicts: {
    readonly path: {};
    readonly query: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id?: string | undefined;
      /** Only completed records with this verdict. */
      readonly violation?: 0 | 1 | undefined;
      /** Only records with this status. */
      readonly status?: "completed" | "failed" | "expired" | undefined;
      /** The caller's own id of the item. Verdicts can be filtered by it. */
      readonly external_id?: string | undefined;
      /** Only records of items that this API key sent. */
      readonly key_id?: string | undefined;
      /** The id of an event of a stream with the same filter, or `beginning` for all stored records. Default: records that settle from now on. `Last-Event-ID` takes precedence. */
      readonly after?: string | undefined;
    };
    readonly headers: {
      /** The id of the last received event: the stream continues after it. EventSource clients send it automatically. */
      readonly "Last-Event-ID"?: string | undefined;
    };
    readonly body: undefined;
    readonly responses: {
      readonly 200: Response;
    };
  };
  /** Count settled records. */
  readonly countVerdicts: {
    readonly path: {};
    readonly query: {
      /** The properties to count by, separated by commas: day, policy, category, outcome. */
      readonly by?: string | undefined;
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id?: string | undefined;
      /** Only verdicts with this category. */
      readonly category?: string | undefined;
      /** How records ended. failed and expired say nothing about the content. */
      readonly outcome?: "violation" | "allowed" | "failed" | "expired" | undefined;
      /** Only this day (UTC) and later. */
      readonly since?: string | undefined;
      /** Only days before this one. */
      readonly until?: string | undefined;
    };
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["VerdictCounts"];
    };
  };
  /** Export records. */
  readonly exportVerdicts: {
    readonly path: {};
    readonly query: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id?: string | undefined;
      /** Only completed records with this verdict. */
      readonly violation?: 0 | 1 | undefined;
      /** queued and running: not judged yet. completed: judged. failed: could not be judged, see error. expired: not judged in time, or erased before it was judged. Only completed says something about the content. */
      readonly status?: "queued" | "running" | "completed" | "failed" | "expired" | undefined;
      /** The caller's own id of the item. Verdicts can be filtered by it. */
      readonly external_id?: string | undefined;
      /** Only records of items that this API key sent. */
      readonly key_id?: string | undefined;
      /** Only records whose review is in this state. */
      readonly review_state?: "needs_review" | "escalated" | "agreed" | "overturned" | "unsure" | "withdrawn" | undefined;
      /** Only records that settled at this time or later. */
      readonly since?: string | undefined;
      /** Only records that settled before this time. */
      readonly until?: string | undefined;
      /** Only verdicts with this category. */
      readonly category?: string | undefined;
      /** Only verdicts that cite this rule. */
      readonly rule?: string | undefined;
      /** Only verdicts with this confidence: low, medium or high. */
      readonly confidence?: string | undefined;
      /** Only records with at least this score. */
      readonly min_score?: number | undefined;
      /** Only records with at most this score. */
      readonly max_score?: number | undefined;
      /** Only settled records whose metadata has this key. */
      readonly metadata_key?: string | undefined;
      /** With metadata_key: only records that have this value for the key. Numbers and booleans as in JSON. */
      readonly metadata_value?: string | undefined;
      /** Only verdicts whose rationale contains all of these words. Also "a phrase" in quotes, or between words, and -not before one. Words match only in exactly this form, in upper or lower case. */
      readonly rationale?: string | undefined;
      readonly format?: "jsonl" | "csv" | undefined;
      /** desc: newest first. */
      readonly order?: "asc" | "desc" | undefined;
    };
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Response;
    };
  };
  /** Get a record. */
  readonly getVerdict: {
    readonly path: {
      /** The record's id, a UUIDv7. */
      readonly verdict_id: string;
    };
    readonly query: {};
    readonly headers: {
      /** RFC 7240. `wait=N`: wait up to N seconds, at most the service's limit. `respond-async` (POST only): do not wait. */
      readonly Prefer?: string | undefined;
      /** Entity tags that the client has. If one is current, the status is 304. */
      readonly "If-None-Match"?: string | undefined;
    };
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["VerdictRecord"];
      readonly 304: null;
    };
  };
  /** Erase a record. */
  readonly eraseVerdict: {
    readonly path: {
      /** The record's id, a UUIDv7. */
      readonly verdict_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["VerdictRecord"];
    };
  };
  /** Get the model's reasoning. */
  readonly getReasoning: {
    readonly path: {
      /** The record's id, a UUIDv7. */
      readonly verdict_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["Reasoning"];
    };
  };
  /** Get the content that was judged. */
  readonly getVerdictContent: {
    readonly path: {
      /** The record's id, a UUIDv7. */
      readonly verdict_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["VerdictContent"];
    };
  };
  /** Draft a statement of reasons. */
  readonly draftStatementOfReasons: {
    readonly path: {
      /** The record's id, a UUIDv7. */
      readonly verdict_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: Schemas["StatementRequest"];
    readonly responses: {
      readonly 200: Schemas["StatementOfReasons"];
    };
  };
  /** Judge a failed item again. */
  readonly retryVerdict: {
    readonly path: {
      /** The record's id, a UUIDv7. */
      readonly verdict_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 202: Schemas["VerdictRecord"];
    };
  };
  /** Get figures over time. */
  readonly getStats: {
    readonly path: {};
    readonly query: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id?: string | undefined;
      /** Only records that settled at this time or later. Default: a day before `until`. */
      readonly since?: string | undefined;
      /** Only records that settled before this time. Default: now. */
      readonly until?: string | undefined;
    };
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["Stats"];
    };
  };
  /** List the review queue. */
  readonly listReviews: {
    readonly path: {};
    readonly query: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id?: string | undefined;
      /** Default: needs_review and escalated, the items that wait. */
      readonly state?: "needs_review" | "escalated" | "agreed" | "overturned" | "unsure" | "withdrawn" | undefined;
      /** `next_cursor` of an earlier page. */
      readonly after?: string | undefined;
      readonly limit?: number | undefined;
    };
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["ReviewPage"];
    };
  };
  /** Claim the next item. */
  readonly claimNextReview: {
    readonly path: {};
    readonly query: {};
    readonly headers: {};
    readonly body: Schemas["NextReviewRequest"];
    readonly responses: {
      readonly 200: Schemas["NextReview"];
    };
  };
  /** Get figures of the queue. */
  readonly getReviewStats: {
    readonly path: {};
    readonly query: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id?: string | undefined;
      /** Decisions of the last N days are counted. */
      readonly days?: number | undefined;
    };
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["ReviewStats"];
    };
  };
  /** Export decided items as a golden set. */
  readonly exportReviews: {
    readonly path: {};
    readonly query: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id?: string | undefined;
      /** Default: both. */
      readonly state?: "agreed" | "overturned" | undefined;
    };
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Response;
    };
  };
  /** Get an item with its history. */
  readonly getReview: {
    readonly path: {
      /** The record's id, a UUIDv7. */
      readonly verdict_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["ReviewDetail"];
    };
  };
  /** Claim one item. */
  readonly claimReview: {
    readonly path: {
      /** The record's id, a UUIDv7. */
      readonly verdict_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: Schemas["ClaimReviewRequest"];
    readonly responses: {
      readonly 200: Schemas["ReviewItem"];
    };
  };
  /** Release an item. */
  readonly releaseReview: {
    readonly path: {
      /** The record's id, a UUIDv7. */
      readonly verdict_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: Schemas["ReviewerRequest"];
    readonly responses: {
      readonly 200: Schemas["ReviewItem"];
    };
  };
  /** Skip an item. */
  readonly skipReview: {
    readonly path: {
      /** The record's id, a UUIDv7. */
      readonly verdict_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: Schemas["ReviewerRequest"];
    readonly responses: {
      readonly 200: Schemas["ReviewItem"];
    };
  };
  /** Decide. */
  readonly decideReview: {
    readonly path: {
      /** The record's id, a UUIDv7. */
      readonly verdict_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: Schemas["DecideReviewRequest"];
    readonly responses: {
      readonly 200: Schemas["ReviewItem"];
    };
  };
  /** Undo a decision. */
  readonly undoReview: {
    readonly path: {
      /** The record's id, a UUIDv7. */
      readonly verdict_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: Schemas["ReviewerRequest"];
    readonly responses: {
      readonly 200: Schemas["ReviewItem"];
    };
  };
  /** Add a note. */
  readonly addReviewNote: {
    readonly path: {
      /** The record's id, a UUIDv7. */
      readonly verdict_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: Schemas["ReviewNoteRequest"];
    readonly responses: {
      readonly 200: Schemas["ReviewItem"];
    };
  };
  /** Return a verdict to the queue because of a complaint. */
  readonly appealVerdict: {
    readonly path: {
      /** The record's id, a UUIDv7. */
      readonly verdict_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: Schemas["AppealRequest"];
    readonly responses: {
      readonly 200: Schemas["ReviewItem"];
    };
  };
  /** List policies. */
  readonly listPolicies: {
    readonly path: {};
    readonly query: {
      /** Whether to include archived policies. */
      readonly include_archived?: boolean | undefined;
    };
    readonly headers: {
      /** Entity tags that the client has. If one is current, the status is 304. */
      readonly "If-None-Match"?: string | undefined;
    };
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["PolicyPage"];
      readonly 304: null;
    };
  };
  /** Upload a policy. */
  readonly putPolicy: {
    readonly path: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id: string;
    };
    readonly query: {
      /** Whether to store the version without activating it, even if it is the first one. */
      readonly draft?: boolean | undefined;
    };
    readonly headers: {
      /** Entity tags of the policy as it was read, or `*` if it only has to exist. If none matches, the status is 412. */
      readonly "If-Match"?: string | undefined;
    };
    readonly body: RawBody;
    readonly responses: {
      readonly 200: Schemas["PolicyVersion"];
      readonly 201: Schemas["PolicyVersion"];
    };
  };
  /** Get a policy. */
  readonly getPolicy: {
    readonly path: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id: string;
    };
    readonly query: {};
    readonly headers: {
      /** Entity tags that the client has. If one is current, the status is 304. */
      readonly "If-None-Match"?: string | undefined;
    };
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["Policy"];
      readonly 304: null;
    };
  };
  /** Archive a policy. */
  readonly deletePolicy: {
    readonly path: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 204: null;
    };
  };
  /** Lint a policy. */
  readonly lintPolicy: {
    readonly path: {};
    readonly query: {};
    readonly headers: {};
    readonly body: RawBody;
    readonly responses: {
      readonly 200: Schemas["PolicyLint"];
    };
  };
  /** List versions. */
  readonly listPolicyVersions: {
    readonly path: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id: string;
    };
    readonly query: {};
    readonly headers: {
      /** Entity tags that the client has. If one is current, the status is 304. */
      readonly "If-None-Match"?: string | undefined;
    };
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["PolicyVersionPage"];
      readonly 304: null;
    };
  };
  /** Get a version. */
  readonly getPolicyVersion: {
    readonly path: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id: string;
      /** The version's number. */
      readonly version: number;
    };
    readonly query: {};
    readonly headers: {
      /** Entity tags that the client has. If one is current, the status is 304. */
      readonly "If-None-Match"?: string | undefined;
    };
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["PolicyVersion"];
      readonly 304: null;
    };
  };
  /** Activate a version. */
  readonly activatePolicy: {
    readonly path: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: Schemas["ActivateRequest"];
    readonly responses: {
      readonly 200: Schemas["Policy"];
    };
  };
  /** Ask the gate about a version. */
  readonly getVersionGate: {
    readonly path: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id: string;
      /** The version's number. */
      readonly version: number;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["VersionGate"];
    };
  };
  /** Go back to the version that was active before. */
  readonly rollbackPolicy: {
    readonly path: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: Schemas["RollbackRequest"];
    readonly responses: {
      readonly 200: Schemas["Policy"];
    };
  };
  /** List activations. */
  readonly listPolicyActivations: {
    readonly path: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id: string;
    };
    readonly query: {};
    readonly headers: {
      /** Entity tags that the client has. If one is current, the status is 304. */
      readonly "If-None-Match"?: string | undefined;
    };
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["ActivationPage"];
      readonly 304: null;
    };
  };
  /** Compare two versions. */
  readonly diffPolicyVersions: {
    readonly path: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id: string;
    };
    readonly query: {
      /** The version to compare with. */
      readonly from: number;
      /** The version whose changes are shown. */
      readonly to: number;
    };
    readonly headers: {
      /** Entity tags that the client has. If one is current, the status is 304. */
      readonly "If-None-Match"?: string | undefined;
    };
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["PolicyDiff"];
      readonly 304: null;
    };
  };
  /** List golden sets. */
  readonly listGoldenSets: {
    readonly path: {};
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["GoldenSetPage"];
    };
  };
  /** Upload a golden set. */
  readonly putGoldenSet: {
    readonly path: {
      /** The name of the golden set. */
      readonly golden_set: string;
    };
    readonly query: {
      /** The label to read, if the file has several for each item: a column, a category or a guardrail. */
      readonly label?: string | undefined;
      /** The labels that mean a violation, separated by commas; every other label then means no violation. */
      readonly violations?: string | undefined;
      /** The policy whose categories the labels name. Its allowed categories then mean no violation. */
      readonly policy_id?: string | undefined;
    };
    readonly headers: {};
    readonly body: RawBody;
    readonly responses: {
      readonly 200: Schemas["GoldenSetImport"];
      readonly 201: Schemas["GoldenSetImport"];
    };
  };
  /** Get a golden set. */
  readonly getGoldenSet: {
    readonly path: {
      /** The name of the golden set. */
      readonly golden_set: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["GoldenSetVersion"];
    };
  };
  /** Delete a golden set. */
  readonly deleteGoldenSet: {
    readonly path: {
      /** The name of the golden set. */
      readonly golden_set: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 204: null;
    };
  };
  /** List versions of a golden set. */
  readonly listGoldenSetVersions: {
    readonly path: {
      /** The name of the golden set. */
      readonly golden_set: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["GoldenSetPage"];
    };
  };
  /** Get a version of a golden set. */
  readonly getGoldenSetVersion: {
    readonly path: {
      /** The name of the golden set. */
      readonly golden_set: string;
      /** The version's number. */
      readonly version: number;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["GoldenSetVersion"];
    };
  };
  /** List the items of a version. */
  readonly listGoldenItems: {
    readonly path: {
      /** The name of the golden set. */
      readonly golden_set: string;
      /** The version's number. */
      readonly version: number;
    };
    readonly query: {
      /** `next_cursor` of an earlier page. */
      readonly after?: number | undefined;
      readonly limit?: number | undefined;
    };
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["GoldenItemPage"];
    };
  };
  /** Evaluate a policy. */
  readonly createEvaluation: {
    readonly path: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: Schemas["CreateEvaluationRequest"];
    readonly responses: {
      readonly 202: Schemas["Evaluation"];
    };
  };
  /** Try a draft on one content. */
  readonly tryPolicy: {
    readonly path: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: Schemas["TryPolicyRequest"];
    readonly responses: {
      readonly 202: Schemas["Evaluation"];
    };
  };
  /** List evaluations. */
  readonly listEvaluations: {
    readonly path: {};
    readonly query: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id?: string | undefined;
      /** `next_cursor` of an earlier page. */
      readonly after?: string | undefined;
      readonly limit?: number | undefined;
    };
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["EvaluationPage"];
    };
  };
  /** Get an evaluation. */
  readonly getEvaluation: {
    readonly path: {
      /** The evaluation's id, a UUIDv7. */
      readonly evaluation_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["Evaluation"];
    };
  };
  /** List the items of an evaluation. */
  readonly listEvaluationItems: {
    readonly path: {
      /** The evaluation's id, a UUIDv7. */
      readonly evaluation_id: string;
    };
    readonly query: {
      /** Only items with this outcome, or only items whose repeats differ. Default: all. */
      readonly filter?: "wrong" | "failed" | "changed" | undefined;
      /** Whether to include the reasoning. */
      readonly reasoning?: boolean | undefined;
      /** `next_cursor` of an earlier page. */
      readonly after?: number | undefined;
      readonly limit?: number | undefined;
    };
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["EvaluationItemPage"];
    };
  };
  /** Cancel an evaluation. */
  readonly cancelEvaluation: {
    readonly path: {
      /** The evaluation's id, a UUIDv7. */
      readonly evaluation_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["Evaluation"];
    };
  };
  /** Judge live items under a candidate too. */
  readonly startShadow: {
    readonly path: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: Schemas["StartShadowRequest"];
    readonly responses: {
      readonly 202: Schemas["Trial"];
    };
  };
  /** Judge recent records again under a candidate. */
  readonly startReplay: {
    readonly path: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: Schemas["StartReplayRequest"];
    readonly responses: {
      readonly 202: Schemas["Trial"];
    };
  };
  /** List shadows and replays. */
  readonly listTrials: {
    readonly path: {};
    readonly query: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id?: string | undefined;
      /** shadow: judges a share of the live items. replay: judges recent records again. */
      readonly kind?: "shadow" | "replay" | undefined;
      /** `next_cursor` of an earlier page. */
      readonly after?: string | undefined;
      readonly limit?: number | undefined;
    };
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["TrialPage"];
    };
  };
  /** Get a shadow or replay with its report. */
  readonly getTrial: {
    readonly path: {
      /** The id of the shadow or replay, a UUIDv7. */
      readonly trial_id: string;
    };
    readonly query: {
      /** The length of the intervals of `over_time`. */
      readonly by?: "hour" | "day" | undefined;
    };
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["Trial"];
    };
  };
  /** List the items on which a candidate disagrees. */
  readonly listDisagreements: {
    readonly path: {
      /** The id of the shadow or replay, a UUIDv7. */
      readonly trial_id: string;
    };
    readonly query: {
      /** `next_cursor` of an earlier page. */
      readonly after?: number | undefined;
      readonly limit?: number | undefined;
    };
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["DisagreementPage"];
    };
  };
  /** Stop a shadow or replay. */
  readonly stopTrial: {
    readonly path: {
      /** The id of the shadow or replay, a UUIDv7. */
      readonly trial_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["Trial"];
    };
  };
  /** Get the report of an evaluation, or compare it. */
  readonly getEvaluationReport: {
    readonly path: {
      /** The evaluation's id, a UUIDv7. */
      readonly evaluation_id: string;
    };
    readonly query: {
      /** table: for a terminal. junit: for CI. markdown: a summary for a pull request. html: one file that loads nothing else. */
      readonly format?: "json" | "table" | "junit" | "markdown" | "html" | undefined;
      /** Whether items include their content. */
      readonly content?: boolean | undefined;
      /** How many items each list shows; 0 leaves the lists out. The others are only counted. */
      readonly items?: number | undefined;
      /** Compares with this evaluation of the same items under another version. */
      readonly base?: string | undefined;
      /** Compares with evaluations in which the correct judgements are the same: ids, separated by commas. */
      readonly variants?: string | undefined;
      /** Compares with an evaluation of the opposite policy. */
      readonly opposite?: string | undefined;
    };
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["Report"];
    };
  };
  /** Moderate, OpenAI-compatible. */
  readonly createModeration: {
    readonly path: {};
    readonly query: {};
    readonly headers: {
      /** RFC 7240. `wait=N`: wait up to N seconds, at most the service's limit. `respond-async` (POST only): do not wait. */
      readonly Prefer?: string | undefined;
      /** 1 to 255 visible ASCII characters, stored for a day for this API key and route. A request with the same key and body returns the same records or batch, and nothing is judged twice. With a different body the status is 409. */
      readonly "Idempotency-Key"?: string | undefined;
    };
    readonly body: Schemas["ModerationRequest"];
    readonly responses: {
      readonly 200: Schemas["ModerationResponse"];
    };
  };
  /** LiteLLM's generic guardrail API. */
  readonly applyGuardrail: {
    readonly path: {};
    readonly query: {};
    readonly headers: {
      /** RFC 7240. `wait=N`: wait up to N seconds, at most the service's limit. `respond-async` (POST only): do not wait. */
      readonly Prefer?: string | undefined;
    };
    readonly body: Schemas["GuardrailRequest"];
    readonly responses: {
      readonly 200: Schemas["GuardrailResponse"];
    };
  };
  /** Label, compatible with Coop. */
  readonly labelContent: {
    readonly path: {};
    readonly query: {};
    readonly headers: {
      /** RFC 7240. `wait=N`: wait up to N seconds, at most the service's limit. `respond-async` (POST only): do not wait. */
      readonly Prefer?: string | undefined;
      /** 1 to 255 visible ASCII characters, stored for a day for this API key and route. A request with the same key and body returns the same records or batch, and nothing is judged twice. With a different body the status is 409. */
      readonly "Idempotency-Key"?: string | undefined;
    };
    readonly body: Schemas["LabelRequest"];
    readonly responses: {
      readonly 200: Schemas["LabelResponse"];
    };
  };
  /** Create an API key. */
  readonly createKey: {
    readonly path: {};
    readonly query: {};
    readonly headers: {};
    readonly body: Schemas["CreateKeyRequest"];
    readonly responses: {
      readonly 201: Schemas["CreatedKey"];
    };
  };
  /** List API keys. */
  readonly listKeys: {
    readonly path: {};
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["ApiKeyPage"];
    };
  };
  /** Revoke an API key. */
  readonly revokeKey: {
    readonly path: {
      /** The key's id, not the key. */
      readonly key_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 204: null;
    };
  };
  /** List the open sessions of a key. */
  readonly listKeySessions: {
    readonly path: {
      /** The key's id, not the key. */
      readonly key_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["KeySessionPage"];
    };
  };
  /** End a session of a key. */
  readonly endKeySession: {
    readonly path: {
      /** The key's id, not the key. */
      readonly key_id: string;
      /** The session's id. */
      readonly session_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 204: null;
    };
  };
  /** Sign in. */
  readonly signIn: {
    readonly path: {};
    readonly query: {};
    readonly headers: {};
    readonly body: Schemas["SignInRequest"];
    readonly responses: {
      readonly 201: Schemas["Session"];
    };
  };
  /** Read the session. */
  readonly getSession: {
    readonly path: {};
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["Session"];
    };
  };
  /** Sign out. */
  readonly signOut: {
    readonly path: {};
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 204: null;
    };
  };
  /** Create a sign-in link. */
  readonly createSignInLink: {
    readonly path: {};
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 201: Schemas["SignInLink"];
    };
  };
  /** List audit entries. */
  readonly listAuditEntries: {
    readonly path: {};
    readonly query: {
      /** Only actions of the API key with this id. */
      readonly actor?: string | undefined;
      /** What was done. policy.gate_forced comes before the policy.activated that the gate refused. key.used is recorded once for each key, process and day (UTC), with the first request. */
      readonly action?: "policy.uploaded" | "policy.activated" | "policy.gate_forced" | "policy.archived" | "key.created" | "key.revoked" | "key.used" | "session.created" | "session.ended" | "session.link_created" | "verdict.erased" | "verdict.retried" | "golden_set.deleted" | "trial.started" | "trial.stopped" | "content.read" | "review.decided" | "review.undone" | "review.appealed" | "review.exported" | undefined;
      /** Only entries about this resource, such as /policies/spam. */
      readonly subject?: string | undefined;
      /** Only entries at this time or later. */
      readonly since?: string | undefined;
      /** Only entries before this time. */
      readonly until?: string | undefined;
      /** `next_cursor` of an earlier page: the position to continue after. */
      readonly after?: string | undefined;
      readonly limit?: number | undefined;
      /** asc: oldest first. */
      readonly order?: "asc" | "desc" | undefined;
    };
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["AuditPage"];
    };
  };
  /** Check the audit log. */
  readonly verifyAuditLog: {
    readonly path: {};
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["AuditVerification"];
    };
  };
  /** Register an endpoint. */
  readonly createWebhook: {
    readonly path: {};
    readonly query: {};
    readonly headers: {};
    readonly body: Schemas["CreateWebhookRequest"];
    readonly responses: {
      readonly 201: Schemas["WebhookWithSecret"];
    };
  };
  /** List endpoints. */
  readonly listWebhooks: {
    readonly path: {};
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["WebhookPage"];
    };
  };
  /** Get an endpoint. */
  readonly getWebhook: {
    readonly path: {
      /** The webhook's id. */
      readonly webhook_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["Webhook"];
    };
  };
  /** Change, disable or enable an endpoint. */
  readonly updateWebhook: {
    readonly path: {
      /** The webhook's id. */
      readonly webhook_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: Schemas["UpdateWebhookRequest"];
    readonly responses: {
      readonly 200: Schemas["Webhook"];
    };
  };
  /** Remove an endpoint. */
  readonly deleteWebhook: {
    readonly path: {
      /** The webhook's id. */
      readonly webhook_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 204: null;
    };
  };
  /** Replace the secret. */
  readonly rotateWebhookSecret: {
    readonly path: {
      /** The webhook's id. */
      readonly webhook_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["WebhookWithSecret"];
    };
  };
  /** Send a test event. */
  readonly testWebhook: {
    readonly path: {
      /** The webhook's id. */
      readonly webhook_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 202: Schemas["WebhookDelivery"];
    };
  };
  /** List deliveries. */
  readonly listWebhookDeliveries: {
    readonly path: {
      /** The webhook's id. */
      readonly webhook_id: string;
    };
    readonly query: {
      /** dead: no further attempts, after the last one failed or the receiver returned 410. A replay sends it again. */
      readonly status?: "pending" | "delivered" | "dead" | undefined;
      /** `next_cursor` of an earlier page. */
      readonly after?: string | undefined;
      readonly limit?: number | undefined;
    };
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["WebhookDeliveryPage"];
    };
  };
  /** Replay all dead deliveries. */
  readonly replayDeadWebhookDeliveries: {
    readonly path: {
      /** The webhook's id. */
      readonly webhook_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 202: Schemas["ReplayResult"];
    };
  };
  /** Replay one delivery. */
  readonly replayWebhookDelivery: {
    readonly path: {
      /** The delivery's id. */
      readonly delivery_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 202: Schemas["WebhookDelivery"];
    };
  };
  /** Home. */
  readonly home: {
    readonly path: {};
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["Home"];
      readonly 302: null;
    };
  };
  /** Liveness. */
  readonly health: {
    readonly path: {};
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["Health"];
    };
  };
  /** Readiness. */
  readonly readiness: {
    readonly path: {};
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["Readiness"];
    };
  };
  /** State of the service. */
  readonly serviceState: {
    readonly path: {};
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["ServiceState"];
    };
  };
  /** Metrics. */
  readonly metrics: {
    readonly path: {};
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Response;
    };
  };
  /** API description. */
  readonly openapi: {
    readonly path: {};
    readonly query: {};
    readonly headers: {
      /** Entity tags that the client has. If one is current, the status is 304. */
      readonly "If-None-Match"?: string | undefined;
    };
    readonly body: undefined;
    readonly responses: {
      readonly 200: {
        readonly [name: string]: unknown;
      };
      readonly 304: null;
    };
  };
  /** API reference. */
  readonly docs: {
    readonly path: {};
    readonly query: {};
    readonly headers: {
      /** Entity tags that the client has. If one is current, the status is 304. */
      readonly "If-None-Match"?: string | undefined;
    };
    readonly body: undefined;
    readonly responses: {
      readonly 200: Response;
      readonly 304: null;
    };
  };
}

/** How each operation is called, and whether its response is JSON by default. */
export const OPERATIONS = {
  classify: {"method":"POST","path":"/classify","mediaType":"application/json","json":true},
  createBatch: {"method":"POST","path":"/batches","mediaType":"application/jsonl","json":true},
  listBatches: {"method":"GET","path":"/batches","mediaType":null,"json":true},
  getBatch: {"method":"GET","path":"/batches/{batch_id}","mediaType":null,"json":true},
  getBatchResults: {"method":"GET","path":"/batches/{batch_id}/results","mediaType":null,"json":false},
  cancelBatch: {"method":"POST","path":"/batches/{batch_id}/cancel","mediaType":null,"json":true},
  listVerdicts: {"method":"GET","path":"/verdicts","mediaType":null,"json":true},
  streamVerdicts: {"method":"GET","path":"/verdicts/stream","mediaType":null,"json":false},
  countVerdicts: {"method":"GET","path":"/verdicts/counts","mediaType":null,"json":true},
  exportVerdicts: {"method":"GET","path":"/verdicts/export","mediaType":null,"json":false},
  getVerdict: {"method":"GET","path":"/verdicts/{verdict_id}","mediaType":null,"json":true},
  eraseVerdict: {"method":"DELETE","path":"/verdicts/{verdict_id}","mediaType":null,"json":true},
  getReasoning: {"method":"GET","path":"/verdicts/{verdict_id}/reasoning","mediaType":null,"json":true},
  getVerdictContent: {"method":"GET","path":"/verdicts/{verdict_id}/content","mediaType":null,"json":true},
  draftStatementOfReasons: {"method":"POST","path":"/verdicts/{verdict_id}/statement-of-reasons","mediaType":"application/json","json":true},
  retryVerdict: {"method":"POST","path":"/verdicts/{verdict_id}/retry","mediaType":null,"json":true},
  getStats: {"method":"GET","path":"/stats","mediaType":null,"json":true},
  listReviews: {"method":"GET","path":"/reviews","mediaType":null,"json":true},
  claimNextReview: {"method":"POST","path":"/reviews/next","mediaType":"application/json","json":true},
  getReviewStats: {"method":"GET","path":"/reviews/stats","mediaType":null,"json":true},
  exportReviews: {"method":"GET","path":"/reviews/export","mediaType":null,"json":false},
  getReview: {"method":"GET","path":"/reviews/{verdict_id}","mediaType":null,"json":true},
  claimReview: {"method":"POST","path":"/reviews/{verdict_id}/claim","mediaType":"application/json","json":true},
  releaseReview: {"method":"POST","path":"/reviews/{verdict_id}/release","mediaType":"application/json","json":true},
  skipReview: {"method":"POST","path":"/reviews/{verdict_id}/skip","mediaType":"application/json","json":true},
  decideReview: {"method":"POST","path":"/reviews/{verdict_id}/decision","mediaType":"application/json","json":true},
  undoReview: {"method":"POST","path":"/reviews/{verdict_id}/undo","mediaType":"application/json","json":true},
  addReviewNote: {"method":"POST","path":"/reviews/{verdict_id}/notes","mediaType":"application/json","json":true},
  appealVerdict: {"method":"POST","path":"/verdicts/{verdict_id}/appeals","mediaType":"application/json","json":true},
  listPolicies: {"method":"GET","path":"/policies","mediaType":null,"json":true},
  putPolicy: {"method":"PUT","path":"/policies/{policy_id}","mediaType":"text/markdown","json":true},
  getPolicy: {"method":"GET","path":"/policies/{policy_id}","mediaType":null,"json":true},
  deletePolicy: {"method":"DELETE","path":"/policies/{policy_id}","mediaType":null,"json":false},
  lintPolicy: {"method":"POST","path":"/policies/lint","mediaType":"text/markdown","json":true},
  listPolicyVersions: {"method":"GET","path":"/policies/{policy_id}/versions","mediaType":null,"json":true},
  getPolicyVersion: {"method":"GET","path":"/policies/{policy_id}/versions/{version}","mediaType":null,"json":true},
  activatePolicy: {"method":"POST","path":"/policies/{policy_id}/activate","mediaType":"application/json","json":true},
  getVersionGate: {"method":"GET","path":"/policies/{policy_id}/versions/{version}/gate","mediaType":null,"json":true},
  rollbackPolicy: {"method":"POST","path":"/policies/{policy_id}/rollback","mediaType":"application/json","json":true},
  listPolicyActivations: {"method":"GET","path":"/policies/{policy_id}/activations","mediaType":null,"json":true},
  diffPolicyVersions: {"method":"GET","path":"/policies/{policy_id}/diff","mediaType":null,"json":true},
  listGoldenSets: {"method":"GET","path":"/golden-sets","mediaType":null,"json":true},
  putGoldenSet: {"method":"PUT","path":"/golden-sets/{golden_set}","mediaType":"application/jsonl","json":true},
  getGoldenSet: {"method":"GET","path":"/golden-sets/{golden_set}","mediaType":null,"json":true},
  deleteGoldenSet: {"method":"DELETE","path":"/golden-sets/{golden_set}","mediaType":null,"json":false},
  listGoldenSetVersions: {"method":"GET","path":"/golden-sets/{golden_set}/versions","mediaType":null,"json":true},
  getGoldenSetVersion: {"method":"GET","path":"/golden-sets/{golden_set}/versions/{version}","mediaType":null,"json":true},
  listGoldenItems: {"method":"GET","path":"/golden-sets/{golden_set}/versions/{version}/items","mediaType":null,"json":true},
  createEvaluation: {"method":"POST","path":"/policies/{policy_id}/evaluations","mediaType":"application/json","json":true},
  tryPolicy: {"method":"POST","path":"/policies/{policy_id}/try","mediaType":"application/json","json":true},
  listEvaluations: {"method":"GET","path":"/evaluations","mediaType":null,"json":true},
  getEvaluation: {"method":"GET","path":"/evaluations/{evaluation_id}","mediaType":null,"json":true},
  listEvaluationItems: {"method":"GET","path":"/evaluations/{evaluation_id}/items","mediaType":null,"json":true},
  cancelEvaluation: {"method":"POST","path":"/evaluations/{evaluation_id}/cancel","mediaType":null,"json":true},
  startShadow: {"method":"POST","path":"/policies/{policy_id}/shadow","mediaType":"application/json","json":true},
  startReplay: {"method":"POST","path":"/policies/{policy_id}/replay","mediaType":"application/json","json":true},
  listTrials: {"method":"GET","path":"/trials","mediaType":null,"json":true},
  getTrial: {"method":"GET","path":"/trials/{trial_id}","mediaType":null,"json":true},
  listDisagreements: {"method":"GET","path":"/trials/{trial_id}/disagreements","mediaType":null,"json":true},
  stopTrial: {"method":"POST","path":"/trials/{trial_id}/stop","mediaType":null,"json":true},
  getEvaluationReport: {"method":"GET","path":"/evaluations/{evaluation_id}/report","mediaType":null,"json":true},
  createModeration: {"method":"POST","path":"/v1/moderations","mediaType":"application/json","json":true},
  applyGuardrail: {"method":"POST","path":"/beta/litellm_basic_guardrail_api","mediaType":"application/json","json":true},
  labelContent: {"method":"POST","path":"/v1/label","mediaType":"application/json","json":true},
  createKey: {"method":"POST","path":"/keys","mediaType":"application/json","json":true},
  listKeys: {"method":"GET","path":"/keys","mediaType":null,"json":true},
  revokeKey: {"method":"DELETE","path":"/keys/{key_id}","mediaType":null,"json":false},
  listKeySessions: {"method":"GET","path":"/keys/{key_id}/sessions","mediaType":null,"json":true},
  endKeySession: {"method":"DELETE","path":"/keys/{key_id}/sessions/{session_id}","mediaType":null,"json":false},
  signIn: {"method":"POST","path":"/session","mediaType":"application/json","json":true},
  getSession: {"method":"GET","path":"/session","mediaType":null,"json":true},
  signOut: {"method":"DELETE","path":"/session","mediaType":null,"json":false},
  createSignInLink: {"method":"POST","path":"/session/links","mediaType":null,"json":true},
  listAuditEntries: {"method":"GET","path":"/audit","mediaType":null,"json":true},
  verifyAuditLog: {"method":"GET","path":"/audit/verify","mediaType":null,"json":true},
  createWebhook: {"method":"POST","path":"/webhooks","mediaType":"application/json","json":true},
  listWebhooks: {"method":"GET","path":"/webhooks","mediaType":null,"json":true},
  getWebhook: {"method":"GET","path":"/webhooks/{webhook_id}","mediaType":null,"json":true},
  updateWebhook: {"method":"PATCH","path":"/webhooks/{webhook_id}","mediaType":"application/json","json":true},
  deleteWebhook: {"method":"DELETE","path":"/webhooks/{webhook_id}","mediaType":null,"json":false},
  rotateWebhookSecret: {"method":"POST","path":"/webhooks/{webhook_id}/rotate-secret","mediaType":null,"json":true},
  testWebhook: {"method":"POST","path":"/webhooks/{webhook_id}/test","mediaType":null,"json":true},
  listWebhookDeliveries: {"method":"GET","path":"/webhooks/{webhook_id}/deliveries","mediaType":null,"json":true},
  replayDeadWebhookDeliveries: {"method":"POST","path":"/webhooks/{webhook_id}/replay","mediaType":null,"json":true},
  replayWebhookDelivery: {"method":"POST","path":"/webhooks/deliveries/{delivery_id}/replay","mediaType":null,"json":true},
  home: {"method":"GET","path":"/","mediaType":null,"json":true},
  health: {"method":"GET","path":"/healthz","mediaType":null,"json":true},
  readiness: {"method":"GET","path":"/readyz","mediaType":null,"json":true},
  serviceState: {"method":"GET","path":"/operations","mediaType":null,"json":true},
  metrics: {"method":"GET","path":"/metrics","mediaType":null,"json":false},
  openapi: {"method":"GET","path":"/openapi.json","mediaType":null,"json":true},
  docs: {"method":"GET","path":"/docs","mediaType":null,"json":false},
} as const;
