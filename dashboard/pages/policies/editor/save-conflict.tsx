import { Button } from "../../../kit/button.tsx";
import { policyUrls } from "../policy-urls.ts";

export interface SaveConflictProps {
  readonly id: string;
  /** The version that the text was written from. */
  readonly from: number | null;
  readonly latest: number;
  readonly onOverrule: () => void;
}

/** Another person has changed the policy: nothing was saved, and nothing is lost. */
export function SaveConflict({ id, from, latest, onOverrule }: SaveConflictProps) {
  const isNewer = from === null || latest !== from;
  return (
    <div class="action-error" role="alert">
      <strong>The policy was changed in the meantime, so your text was not saved</strong>
      <p>
        {isNewer
          ? `Its latest version is ${latest}; you began with ${from === null ? "a new policy" : `version ${from}`}.`
          : "Another version was activated, or the policy was archived."}{" "}
        Your text is kept here. Look at what changed, then save it as a further draft; no version is lost.
      </p>
      <div class="row">
        {isNewer && (
          <a
            class="button"
            target="_blank"
            rel="noreferrer"
            href={from === null ? policyUrls.version(id, latest) : policyUrls.diff(id, from, latest)}
          >
            Show what changed
          </a>
        )}
        <Button onClick={onOverrule}>Save as another draft</Button>
      </div>
    </div>
  );
}
