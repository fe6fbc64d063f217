import { useLocation } from "preact-iso/router";
import { useState } from "preact/hooks";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { Field } from "../../kit/field.tsx";
import { policyUrls } from "./policy-urls.ts";

const POLICY_ID = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** Asks for the id of a new policy, and opens the editor. Nothing is stored until the author saves there. */
export function NewPolicyDialog({ onClose }: { readonly onClose: () => void }) {
  const [id, setId] = useState("");
  const { route } = useLocation();
  const isValid = POLICY_ID.test(id);
  return (
    <ConfirmDialog
      title="New policy"
      action="Write it"
      disabled={!isValid}
      onConfirm={() => {
        onClose();
        route(policyUrls.edit(id));
      }}
      onClose={onClose}
    >
      <Field
        label="Id"
        hint="Requests name the policy by its id, such as spam. It cannot be changed later."
        error={
          id === "" || isValid
            ? null
            : "Use up to 64 lowercase letters, digits, dots, dashes and underscores."
        }
      >
        {(control) => (
          <input
            {...control}
            class="input mono"
            autofocus
            autocomplete="off"
            value={id}
            onInput={(event) => setId(event.currentTarget.value.trim())}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}
