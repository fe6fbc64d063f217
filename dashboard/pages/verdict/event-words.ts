import type { Schemas } from "../../../packages/client/src/client.ts";

type Event = Pick<
  Schemas["ReviewDetail"]["events"][number],
  "type" | "decision" | "violation" | "policy_category"
>;

/** What a person did, to follow their name. */
export function eventWords({ type, decision, violation, policy_category: category }: Event): string {
  if (type === "note") return "wrote a note";
  if (type === "appeal") return "appealed";
  if (type === "skip") return "skipped it";
  switch (decision) {
    case "agree":
      return "agreed with the verdict";
    case "overturn":
      return violation === 1
        ? `overturned it: violation${category === null ? "" : ` of ${category}`}`
        : "overturned it: no violation";
    case "unsure":
      return "could not decide";
    case "escalate":
      return "escalated it";
    case null:
      return "decided; the decision is shown when both people have decided";
  }
}
