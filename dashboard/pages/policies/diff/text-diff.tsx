import { useMemo } from "preact/hooks";
import { UntrustedText } from "../../../kit/plain-text.tsx";
import { type DiffLine, type DiffRow, diffRows } from "./diff-rows.ts";
import { type WordPart, wordChanges } from "./word-changes.ts";

export interface TextDiffProps {
  /** A unified diff. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Two versions side by side; one below the other on narrow screens. Changes are marked by a sign as well as a colour.
 */
export function TextDiff({ text, from, to }: TextDiffProps) {
  const rows = useMemo(() => diffRows(text), [text]);
  if (text === "") return <p>The texts are identical.</p>;
  return (
    <div class="diff" role="region" aria-label={`Changes from version ${from} to version ${to}`} tabIndex={0}>
      <table>
        <thead class="visually-hidden">
          <tr>
            <th scope="col">{`Version ${from}`}</th>
            <th scope="col">{`Version ${to}`}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <Row key={index} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row }: { readonly row: DiffRow }) {
  if (row.kind === "hunk") {
    return (
      <tr class="diff-hunk">
        <td colSpan={2}>{row.text}</td>
      </tr>
    );
  }
  if (row.kind === "same") {
    return (
      <tr class="diff-same">
        <Side line={row.from} sign=" " />
        <Side line={row.to} sign=" " />
      </tr>
    );
  }
  const { from, to } = row;
  const [before, after] =
    from !== null && to !== null
      ? wordChanges(from.text, to.text)
      : [from === null ? [] : plain(from.text), to === null ? [] : plain(to.text)];
  return (
    <tr class="diff-changed">
      <Side line={from} sign="−" words={before} />
      <Side line={to} sign="+" words={after} />
    </tr>
  );
}

const plain = (text: string): readonly WordPart[] => [{ text, changed: false }];

interface SideProps {
  readonly line: DiffLine | null;
  readonly sign: "−" | "+" | " ";
  readonly words?: readonly WordPart[];
}

const SIGN_WORDS = { "−": "removed", "+": "added", " ": "" };

function Side({ line, sign, words }: SideProps) {
  if (line === null) {
    return (
      <td class="diff-none">
        <span class="visually-hidden">no line</span>
      </td>
    );
  }
  return (
    <td data-sign={sign}>
      <span class="diff-number">{line.number}</span>
      <span class="diff-sign" aria-label={SIGN_WORDS[sign]} role={sign === " " ? "presentation" : "img"}>
        {sign}
      </span>
      <code>
        {(words ?? plain(line.text)).map(({ text, changed }, index) =>
          changed ? (
            <mark key={index}>
              <UntrustedText>{text}</UntrustedText>
            </mark>
          ) : (
            <UntrustedText key={index}>{text}</UntrustedText>
          ),
        )}
      </code>
    </td>
  );
}
