import { useLocation } from "preact-iso/router";
import { useId, useRef, useState } from "preact/hooks";
import { client } from "../data/client.ts";
import { useCan } from "../data/session.ts";
import { useResource } from "../data/use-resource.ts";
import { useAllKeys } from "../keys/use-keys.ts";
import { Dialog } from "../kit/dialog.tsx";
import { KeyHint } from "../kit/key-hint.tsx";
import { movedRow } from "../kit/visible-rows.ts";
import { PAGES } from "../pages.ts";
import { type PaletteEntry, paletteEntries } from "./palette-entries.ts";
import { palettePages } from "./palette-pages.ts";

/** Number of entries by which PageUp and PageDown move. */
const PAGE = 8;

/** Finds pages, policies, verdicts and everything that has a key (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/). */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const { route } = useLocation();
  const keys = useAllKeys();
  const can = useCan();
  const mayList = can("policies:read");
  const policies = useResource(
    async (signal) => (mayList ? (await client.call("listPolicies", { signal })).data.data : []),
    [mayList],
  );
  const entries = paletteEntries(text, {
    keys,
    pages: palettePages(PAGES, can),
    policies: policies.data ?? [],
  });

  const choose = (entry: PaletteEntry | undefined): void => {
    if (entry === undefined) return;
    onClose();
    if (entry.run !== undefined) entry.run();
    else if (entry.path !== undefined) route(entry.path);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Home" || event.key === "End") return;
    const next = movedRow(event.key, active, entries.length, PAGE);
    if (next === null && event.key !== "Enter") return;
    event.preventDefault();
    if (next === null) return choose(entries[active]);
    setActive(next);
    list.current?.children[next]?.scrollIntoView({ block: "nearest" });
  };
  return (
    <Dialog title="Go to" onClose={onClose} class="palette" hideTitle>
      <input
        class="input"
        role="combobox"
        aria-label="Page, policy, verdict id or action"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={entries.length > 0 ? `${id}-${active}` : undefined}
        aria-autocomplete="list"
        placeholder="Page, policy, verdict id or action"
        autocomplete="off"
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id={`${id}-list`} role="listbox" aria-label="Results" ref={list}>
        {entries.map((entry, index) => (
          <li
            key={entry.words}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            onClick={() => choose(entry)}
          >
            <span>{entry.words}</span>
            {entry.keys !== undefined && <KeyHint keys={entry.keys} />}
          </li>
        ))}
      </ul>
      {entries.length === 0 && (
        <p class="muted" role="status">
          Nothing was found. To find a verdict, enter its complete id.
        </p>
      )}
    </Dialog>
  );
}
