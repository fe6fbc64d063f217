/** Text that is not saved in the service yet and is kept in this browser. */
export interface Draft {
  readonly text: string;
  /** The version that it was written from; null for a new policy. */
  readonly from: number | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

const keyOf = (policyId: string): string => `gavel.draft.${policyId}`;

export function readDraft(policyId: string): Draft | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(policyId)) ?? "null");
    return isDraft(stored) ? stored : null;
  } catch {
    return null;
  }
}

/** Returns whether it was stored: storage may be full or not allowed. */
export function writeDraft(policyId: string, draft: Draft): boolean {
  try {
    localStorage.setItem(keyOf(policyId), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function removeDraft(policyId: string): void {
  try {
    localStorage.removeItem(keyOf(policyId));
  } catch {
    // Nothing was stored.
  }
}

function isDraft(value: unknown): value is Draft {
  return (
    typeof value === "object" &&
    value !== null &&
    "text" in value &&
    typeof value.text === "string" &&
    "at" in value &&
    typeof value.at === "number" &&
    "from" in value
  );
}
