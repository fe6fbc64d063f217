import { useState } from "preact/hooks";
import { Button } from "../../kit/button.tsx";
import { Dialog } from "../../kit/dialog.tsx";
import { Field } from "../../kit/field.tsx";
import { Select } from "../../kit/select.tsx";
import { LIMITS, type ReviewSettings } from "../../data/review-settings.ts";

export interface SettingsDialogProps {
  readonly settings: ReviewSettings;
  readonly keyName: string;
  readonly onChange: (settings: ReviewSettings) => void;
  readonly onClose: () => void;
}

const SHIELDS = [
  { value: "marked", words: "Of policies that are marked as sensitive" },
  { value: "always", words: "Always" },
  { value: "never", words: "Never" },
] as const;

/** The reviewer's settings, which are stored in this browser. */
export function SettingsDialog({ settings, keyName, onChange, onClose }: SettingsDialogProps) {
  const [name, setName] = useState(settings.reviewer);
  const change = (changes: Partial<ReviewSettings>): void => onChange({ ...settings, ...changes });
  // Another name releases the item and claims the next one, so it is not changed letter by letter.
  const close = (): void => {
    if (name !== settings.reviewer) change({ reviewer: name });
    onClose();
  };
  const slider = (name: keyof typeof LIMITS, label: string, unit: string) => (
    <Field label={`${label}: ${settings[name]} ${unit}`}>
      {(control) => (
        <input
          {...control}
          type="range"
          min={LIMITS[name][0]}
          max={LIMITS[name][1]}
          value={settings[name]}
          onInput={(event) => change({ [name]: Number(event.currentTarget.value) })}
        />
      )}
    </Field>
  );
  return (
    <Dialog title="Review settings" onClose={close}>
      <div class="stack">
        <Field
          label="Your name"
          hint={`Decisions are stored with it. Without one, the name of the key is used: ${keyName}.`}
        >
          {(control) => (
            <input
              {...control}
              class="input"
              maxLength={100}
              autocomplete="name"
              value={name}
              onInput={(event) => setName(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field label="Blur content">
          {(control) => (
            <Select
              control={control}
              value={settings.shield}
              options={SHIELDS}
              onChange={(shield) => change({ shield })}
            />
          )}
        </Field>
        {slider("strength", "Strength of the blur", "px")}
        <label class="row">
          <input
            type="checkbox"
            checked={settings.greyscale}
            onChange={(event) => change({ greyscale: event.currentTarget.checked })}
          />
          Blurred content has no colour
        </label>
        <label class="row">
          <input
            type="checkbox"
            checked={settings.breaks}
            onChange={(event) => change({ breaks: event.currentTarget.checked })}
          />
          Suggest breaks
        </label>
        {settings.breaks && slider("breakMinutes", "After", "minutes")}
        {settings.breaks && slider("breakItems", "Or after", "items")}
        <p class="muted">Nothing here ever plays a sound. The settings are stored in this browser.</p>
        <div class="dialog-actions">
          <Button kind="primary" onClick={close}>
            Done
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
