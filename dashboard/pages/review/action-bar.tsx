import { useKeys } from "../../keys/use-keys.ts";
import { Button } from "../../kit/button.tsx";

export interface Actions {
  readonly agree: () => void;
  readonly overturn: () => void;
  readonly unsure: () => void;
  readonly escalate: () => void;
  readonly skip: () => void;
  readonly note: () => void;
}

const ACTIONS = [
  { name: "agree", keys: "a", title: "Agree", words: "Agree: the verdict is right" },
  { name: "overturn", keys: "o", title: "Overturn", words: "Overturn: another verdict is right" },
  { name: "unsure", keys: "u", title: "Unsure", words: "Unsure: it cannot be decided" },
  { name: "escalate", keys: "e", title: "Escalate", words: "Escalate: another person must decide" },
  { name: "skip", keys: "s", title: "Skip", words: "Skip: leave it to others" },
  { name: "note", keys: "n", title: "Note", words: "Write a note for other reviewers" },
] as const;

/** All actions on an item. */
export function ActionBar({ actions }: { readonly actions: Actions }) {
  useKeys(ACTIONS.map(({ name, keys, words }) => ({ keys, words, run: () => actions[name]() })));
  return (
    <div class="row" role="toolbar" aria-label="Decide">
      {ACTIONS.map(({ name, keys, title }) => (
        <Button
          key={name}
          keys={keys}
          kind={name === "agree" ? "primary" : "plain"}
          onClick={() => actions[name]()}
        >
          {title}
        </Button>
      ))}
    </div>
  );
}
