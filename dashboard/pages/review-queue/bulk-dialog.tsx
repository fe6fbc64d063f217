import { useState } from "preact/hooks";
import type { Schemas } from "../../../packages/client/src/client.ts";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { Field } from "../../kit/field.tsx";
import { Select } from "../../kit/select.tsx";
import { overturnChoices } from "../review/choices.ts";

type Decision = Schemas["DecideReviewRequest"]["decision"];
export type BulkRequest = Omit<Schemas["DecideReviewRequest"], "reviewer">;

/** For more items than this, their number must be typed. */
const TYPED_ABOVE = 20;

const ACTIONS: Readonly<Record<Decision, string>> = {
  agree: "Agree with",
  overturn: "Overturn",
  unsure: "Mark as unsure",
  escalate: "Escalate",
};

export interface BulkDialogProps {
  readonly decision: Decision;
  readonly count: number;
  /** Of the policy of all selected items; empty if there are several. */
  readonly categories: Schemas["PolicyVersion"]["categories"];
  readonly policies: number;
  readonly onConfirm: (request: BulkRequest) => void;
  readonly onClose: () => void;
}

/** One decision about many items, with one reason. */
export function BulkDialog({ decision, count, categories, policies, onConfirm, onClose }: BulkDialogProps) {
  const choices = overturnChoices(categories, null);
  const [choice, setChoice] = useState("0");
  const [reason, setReason] = useState("");
  const isOverturn = decision === "overturn";
  const items = count === 1 ? "1 item" : `${count} items`;
  const confirm = (): void => {
    const words = reason.trim() === "" ? {} : { reason: reason.trim() };
    const chosen = choices[Number(choice)];
    onConfirm({
      decision,
      ...words,
      ...(isOverturn && chosen !== undefined
        ? { violation: chosen.violation, policy_category: chosen.category }
        : {}),
    });
  };
  return (
    <ConfirmDialog
      title={`${ACTIONS[decision]} ${items}`}
      action={`${ACTIONS[decision]} ${items}`}
      onConfirm={confirm}
      onClose={onClose}
      danger={isOverturn}
      disabled={isOverturn && reason.trim() === ""}
      {...(count > TYPED_ABOVE ? { typed: String(count) } : {})}
    >
      <p>
        Each item gets this decision, under your name. Items that another reviewer holds are skipped. You can
        undo all of them within a minute.
      </p>
      {isOverturn && (
        <Field
          label="What is right?"
          {...(policies > 1
            ? { hint: "The items are of several policies, so a category cannot be chosen." }
            : {})}
        >
          {(control) => (
            <Select
              control={control}
              value={choice}
              options={(policies > 1 ? choices.filter(({ category }) => category === null) : choices).map(
                (each) => ({ value: String(choices.indexOf(each)), words: each.words }),
              )}
              onChange={setChoice}
            />
          )}
        </Field>
      )}
      <Field label={isOverturn ? "Reason" : "Reason (optional)"} hint="The same for every item.">
        {(control) => (
          <textarea
            {...control}
            class="input"
            rows={2}
            maxLength={5000}
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}
