import { useState } from "preact/hooks";
import { isShielded } from "../data/review-settings.ts";
import { loadSettings } from "../data/stored-settings.ts";
import { useSensitive } from "../data/use-sensitive.ts";
import { blurFilter } from "./shield.tsx";

/** For lists of records of many policies: what CSS does to words about an item of a policy. Null: nothing. */
export function useBlur(): (policyId: string) => string | null {
  const [settings] = useState(loadSettings);
  const sensitive = useSensitive();
  return (policyId) => (isShielded(settings.shield, sensitive(policyId)) ? blurFilter(settings) : null);
}
