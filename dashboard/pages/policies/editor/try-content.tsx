import { useEffect, useRef, useState } from "preact/hooks";
import { useCan } from "../../../data/session.ts";
import { useAction } from "../../../data/use-action.ts";
import { useKeys } from "../../../keys/use-keys.ts";
import { ActionError } from "../../../kit/action-error.tsx";
import { Button } from "../../../kit/button.tsx";
import { Field } from "../../../kit/field.tsx";
import { EffortSelect } from "./effort-select.tsx";
import { type Effort, tryDraft } from "./try-draft.ts";
import { TriedResult } from "./tried-result.tsx";

/** Judges content that the author types, under the text of the editor. */
export function TryContent({ id, text }: { readonly id: string; readonly text: string }) {
  const can = useCan();
  const [content, setContent] = useState("");
  const [effort, setEffort] = useState<Effort | null>(null);
  const [result, setResult] = useState<{
    readonly judgement: Awaited<ReturnType<typeof tryDraft>>;
    readonly text: string;
  } | null>(null);
  const stop = useRef(new AbortController());
  useEffect(() => () => stop.current.abort(), []);
  const judge = useAction(
    (draft: string) => {
      stop.current = new AbortController();
      const reasoning = can("reasoning:read");
      return tryDraft({ policyId: id, draft, content, effort, reasoning, signal: stop.current.signal });
    },
    (judgement, draft) => setResult({ judgement, text: draft }),
  );
  const run = (): void => {
    if (content.trim() !== "") judge.run(text);
  };
  useKeys([{ keys: "Ctrl+enter", words: "Judge the content under the text", run, always: true }]);
  return (
    <div class="stack">
      <Field
        label="Content"
        hint="It is judged under the text in the editor. No version and no verdict is stored."
      >
        {(control) => (
          <textarea
            {...control}
            class="input"
            rows={4}
            value={content}
            onInput={(event) => setContent(event.currentTarget.value)}
          />
        )}
      </Field>
      <div class="controls">
        <EffortSelect value={effort} onChange={setEffort} />
        <Button
          kind="primary"
          keys="Ctrl+enter"
          disabled={judge.running || content.trim() === ""}
          onClick={run}
        >
          {judge.running ? "Judging…" : "Judge"}
        </Button>
      </div>
      <ActionError error={judge.error} />
      <div role="status" class="stack">
        {result !== null && !judge.running && (
          <TriedResult judgement={result.judgement} isOfOldText={result.text !== text} />
        )}
      </div>
    </div>
  );
}
