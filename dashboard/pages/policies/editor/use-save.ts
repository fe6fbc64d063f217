import { GavelError, type PolicyVersion } from "../../../../packages/client/src/client.ts";
import { useState } from "preact/hooks";
import { client } from "../../../data/client.ts";
import { type Action, useAction } from "../../../data/use-action.ts";
import { fetchPolicy } from "../policy-calls.ts";

export interface SaveInput {
  readonly text: string;
  /** Saves even though another person has changed the policy. */
  readonly overrule?: boolean;
}

export interface Saved {
  readonly version: PolicyVersion;
  readonly created: boolean;
}

export interface Save extends Action<SaveInput> {
  /** The latest version that another person has stored since the text was loaded; null if there is none. */
  readonly conflict: number | null;
}

/** Stores the text as a draft, unless another person has changed the policy since it was loaded. */
export function useSave(
  id: string,
  loadedTag: string | undefined,
  onSaved: (saved: Saved, text: string) => void,
): Save {
  const [etag, setEtag] = useState(loadedTag);
  const [conflict, setConflict] = useState<number | null>(null);
  const action = useAction(
    async ({ text, overrule = false }: SaveInput): Promise<Saved> => {
      const tag = overrule ? (await fetchPolicy(id)).etag : etag;
      try {
        const stored = await client.call("putPolicy", {
          path: { policy_id: id },
          query: { draft: true },
          body: text,
          headers: tag === undefined ? {} : { "If-Match": tag },
        });
        setEtag(stored.headers.get("etag") ?? undefined);
        setConflict(null);
        return { version: stored.data, created: stored.status === 201 };
      } catch (error) {
        if (error instanceof GavelError && error.code === "precondition_failed") {
          setConflict((await fetchPolicy(id)).policy.latest_version);
        }
        throw error;
      }
    },
    (saved, { text }) => onSaved(saved, text),
  );
  return { ...action, conflict };
}
