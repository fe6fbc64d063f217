import { Button } from "../../../kit/button.tsx";
import { Definitions } from "../../../kit/definitions.tsx";
import { Dialog } from "../../../kit/dialog.tsx";
import { Id } from "../../../kit/id.tsx";
import { UntrustedText } from "../../../kit/plain-text.tsx";
import { Time } from "../../../kit/time.tsx";
import { ACTION_WORDS, type AuditEntry, subjectPath } from "./actions.ts";

/** One entry, with everything that its hash covers. */
export function EntryDialog({
  entry,
  onClose,
}: {
  readonly entry: AuditEntry;
  readonly onClose: () => void;
}) {
  const path = subjectPath(entry.subject);
  return (
    <Dialog title={ACTION_WORDS[entry.action]} onClose={onClose}>
      <Definitions
        items={[
          ["Position", entry.position],
          ["When", <Time key="at" at={entry.at} absolute />],
          ["Action", <code key="action">{entry.action}</code>],
          ["Key", entry.actor === null ? "the service itself" : <Id key="actor" id={entry.actor} of="key" />],
          [
            "Subject",
            path === null ? (
              entry.subject
            ) : (
              <a key="subject" href={path}>
                {entry.subject}
              </a>
            ),
          ],
          ...Object.entries(entry.detail).map(
            ([name, value]) =>
              [
                name,
                <UntrustedText key={name}>
                  {Array.isArray(value) ? value.join(", ") : String(value)}
                </UntrustedText>,
              ] as const,
          ),
          ["Hash", <Id key="hash" id={entry.hash} of="entry" />],
        ]}
      />
      <div class="dialog-actions">
        <Button onClick={onClose}>Close</Button>
      </div>
    </Dialog>
  );
}
