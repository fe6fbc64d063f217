import type { Manifest, ModelCard } from "./coop-contract.ts";
import { DEFAULT_POLICY_SIGNAL, POLICY_SIGNAL } from "./signals.ts";

const VERSION = "0.1.0";

function section(id: string, title: string, fields: Readonly<Record<string, string>>) {
  return { id, title, fields: Object.entries(fields).map(([label, value]) => ({ label, value })) };
}

/** Coop refuses a plugin without these sections (REQUIRED_MODEL_CARD_SECTION_IDS). */
const modelCard: ModelCard = {
  modelName: "Gavel with gpt-oss-safeguard",
  version: VERSION,
  sections: [
    section("trainingData", "Training Data Sources", {
      Model: "gpt-oss-safeguard by OpenAI, open weights; its model card describes the training.",
      "Your data":
        "Nothing that you send is used for training. Content is kept for as long as your Gavel service is configured to keep it.",
    }),
    section("policyAndTaxonomy", "Policy & Taxonomy Definitions", {
      Policies:
        "Yours: the text of a policy in your Gavel service decides, not a fixed taxonomy. Versions are immutable, and each " +
        "verdict names its version.",
      Categories:
        "Those that the policy defines; the verdict names the deciding category and the cited rules.",
    }),
    section("annotationMethodology", "Annotation Methodology", {
      Methodology:
        "The model reads the policy with each text and decides; no examples are labelled in advance.",
    }),
    section("performanceBenchmarks", "Performance Benchmarks", {
      Model: "See OpenAI's technical report on gpt-oss-safeguard.",
      "Your policies": "Measure them on labelled examples of your own before a rule acts on them.",
    }),
    section("biasAndLimitations", "Bias Documentation & Known Limits", {
      Score:
        "The model's own probability for its label, not calibrated. If the engine gives none, it is 1 or 0 by the verdict.",
      Languages: "A policy in one language judges other languages less reliably.",
      Input: "Text only. Images are not read.",
    }),
    section("implementationGuidance", "Implementation Guidance", {
      Authentication: "An API key of your Gavel service with the scope classify.",
      Thresholds: "Start with 0.8 for precision and 0.5 for recall.",
      Failures: "What was not judged is an error, never a low score. Judging takes up to 20 seconds.",
      Verdict: "The link shown with the score leads to the verdict; the content's id is its external_id.",
    }),
    section("relevantLinks", "Relevant Links", {
      Model: "https://huggingface.co/openai/gpt-oss-safeguard-20b",
      Reference: "GET /docs of your Gavel service",
    }),
  ],
};

export const manifest: Manifest = {
  id: "GAVEL",
  name: "Gavel",
  version: VERSION,
  description: "Judges text under your own policies with a reasoning model, and links to the verdict.",
  requiresConfig: true,
  configurationFields: [
    {
      key: "baseUrl",
      label: "Address of the Gavel service",
      required: true,
      inputType: "text",
      placeholder: "https://gavel.example.org",
    },
    {
      key: "apiKey",
      label: "API key",
      required: true,
      inputType: "password",
      description: "With the scope classify.",
    },
    {
      key: "policyId",
      label: "Default policy",
      required: false,
      inputType: "text",
      placeholder: "spam",
      description: "For the signal without a choice of policies: the id of a policy, or id@version.",
    },
  ],
  signalTypeIds: [POLICY_SIGNAL, DEFAULT_POLICY_SIGNAL],
  modelCard,
};
