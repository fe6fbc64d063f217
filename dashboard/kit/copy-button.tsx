import { useEffect, useState } from "preact/hooks";
import { Icon } from "./icon.tsx";

const SHOWN_MS = 2000;

/** Copies the text, and shows the result on the button. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [result, setResult] = useState<"copied" | "refused" | null>(null);
  useEffect(() => {
    if (result === null) return;
    const timer = setTimeout(() => setResult(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [result]);
  const copy = (event: MouseEvent): void => {
    event.stopPropagation();
    copyText(text).then(
      () => setResult("copied"),
      () => setResult("refused"),
    );
  };
  const words = { copied: "Copied", refused: "The browser does not allow copying" };
  return (
    <button class="copy" type="button" aria-label={label} title={label} onClick={copy}>
      <Icon name={result === "copied" ? "check" : "copy"} />
      <span class="visually-hidden" role="status">
        {result === null ? "" : words[result]}
      </span>
    </button>
  );
}

/** Browsers have a clipboard only over https and on localhost; without it this rejects. */
async function copyText(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
}
