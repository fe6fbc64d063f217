import { useRef, useState } from "preact/hooks";
import { useQueryState } from "../../../data/query-state.ts";
import { useKeys } from "../../../keys/use-keys.ts";
import { Tabs } from "../../../kit/tabs.tsx";
import { DraftNotice } from "./draft-notice.tsx";
import { Findings } from "./findings.tsx";
import { withFrontMatter } from "./front-matter.ts";
import { FrontMatterHelp } from "./front-matter-help.tsx";
import { lineRange } from "./line-range.ts";
import { Playground } from "./playground.tsx";
import { SaveBar } from "./save-bar.tsx";
import { TextArea } from "./text-area.tsx";
import { Tokens } from "./tokens.tsx";
import { useDraft } from "./use-draft.ts";
import { type PolicyFinding, useLint } from "./use-lint.ts";

export interface EditorProps {
  readonly id: string;
  readonly stored: { readonly text: string; readonly from: number | null };
  readonly etag: string | undefined;
  readonly activeVersion: number | null;
}

const PANELS = ["findings", "tokens", "fields", "try"] as const;
type Panel = (typeof PANELS)[number];

/** The text of a policy, with tools for writing it. */
export function Editor({ id, stored, etag, activeVersion }: EditorProps) {
  const draft = useDraft(id, stored);
  const lint = useLint(draft.text);
  const area = useRef<HTMLTextAreaElement>(null);
  const [query, setQuery] = useQueryState();
  const [reached, setReached] = useState(-1);
  const panel = PANELS.find((each) => each === query["panel"]) ?? "findings";
  const findings = lint.result?.findings ?? [];

  const select = (line: number, columns?: { readonly from: number; readonly to: number }): void => {
    const { start, end } = lineRange(draft.text, line, columns);
    area.current?.focus({ preventScroll: true });
    area.current?.setSelectionRange(start, end);
    document.querySelector(`.editor-copy > :nth-child(${line})`)?.scrollIntoView({ block: "center" });
  };
  const jump = ({ range }: PolicyFinding): void => {
    if (range === null) return;
    const { line, column, end_line: endLine, end_column: endColumn } = range;
    if (endLine === line) select(line, { from: column, to: endColumn });
    else select(line);
  };
  const step = (by: number): void => {
    const placed = findings.filter(({ range }) => range !== null);
    const next = placed[(reached + by + placed.length) % placed.length];
    if (next === undefined) return;
    setReached(placed.indexOf(next));
    jump(next);
  };
  useKeys([
    { keys: "i", words: "Go to the text", run: () => area.current?.focus() },
    { keys: "Alt+n", words: "Next finding", run: () => step(1), always: true },
    { keys: "Alt+p", words: "Previous finding", run: () => step(-1), always: true },
  ]);

  const tabs: readonly { readonly id: Panel; readonly title: string }[] = [
    { id: "findings", title: `Findings (${findings.length})` },
    { id: "tokens", title: "Tokens" },
    { id: "fields", title: "Front matter" },
    { id: "try", title: "Try it" },
  ];
  return (
    <>
      <SaveBar
        id={id}
        text={draft.text}
        etag={etag}
        activeVersion={activeVersion}
        from={stored.from}
        isUnsaved={draft.isUnsaved}
        isRunnable={lint.result?.runnable !== false}
        onSaved={draft.markSaved}
      />
      <DraftNotice id={id} draft={draft} loadedFrom={stored.from} />
      <div class="workbench">
        <TextArea text={draft.text} onChange={draft.setText} area={area} findings={findings} />
        <div class="workbench-panel">
          <Tabs
            label="About the text"
            tabs={tabs}
            selected={panel}
            onSelect={(next) => setQuery({ panel: next === "findings" ? null : next })}
          >
            {panel === "findings" && <Findings lint={lint} onJump={jump} />}
            {panel === "tokens" && (
              <Tokens tokens={lint.result?.tokens ?? null} onLine={(line) => select(line)} />
            )}
            {panel === "fields" && (
              <FrontMatterHelp
                text={draft.text}
                onInsert={(yaml) => draft.setText(withFrontMatter(draft.text, yaml))}
              />
            )}
            {panel === "try" && <Playground id={id} text={draft.text} activeVersion={activeVersion} />}
          </Tabs>
        </div>
      </div>
    </>
  );
}
