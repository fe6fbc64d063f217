import type { SelectablePolicy } from "./signals.ts";

/** The starter policies of Gavel. */
export const STARTER_POLICIES: readonly SelectablePolicy[] = [
  { id: "harassment", label: "Harassment" },
  { id: "hate", label: "Hate" },
  { id: "illicit-goods", label: "Illicit goods" },
  { id: "personal-data", label: "Personal data" },
  { id: "prompt-injection", label: "Prompt injection" },
  { id: "self-harm", label: "Self-harm" },
  { id: "sexual-content", label: "Sexual content" },
  { id: "spam", label: "Spam" },
  { id: "violence", label: "Violence" },
];
