import { Button } from "../../../kit/button.tsx";
import { fieldsOf, SNIPPETS } from "./front-matter.ts";

export interface FrontMatterHelpProps {
  readonly text: string;
  readonly onInsert: (yaml: string) => void;
}

/** The fields of the front matter, to insert. */
export function FrontMatterHelp({ text, onInsert }: FrontMatterHelpProps) {
  const used = fieldsOf(text);
  return (
    <div class="stack">
      <p class="muted">Optional settings before the text, between two lines with three dashes.</p>
      <ul class="findings">
        {SNIPPETS.map(({ field, words, text: yaml }) => (
          <li key={field}>
            <div class="row">
              <code>{field}</code>
              <Button
                disabled={used.has(field)}
                label={used.has(field) ? `${field} is in the text` : `Insert ${field}`}
                onClick={() => onInsert(yaml)}
              >
                {used.has(field) ? "In the text" : "Insert"}
              </Button>
            </div>
            <p>{words}</p>
            <pre>{yaml}</pre>
          </li>
        ))}
      </ul>
    </div>
  );
}
