import { UntrustedText } from "../../../kit/plain-text.tsx";

/** A document exactly as it was uploaded, with the numbers of its lines. */
export function SourceText({ source }: { readonly source: string }) {
  return (
    <div class="source" tabIndex={0} role="region" aria-label="Document as it was uploaded">
      <ol>
        {source.split(/\r\n|\r|\n/).map((line, index) => (
          <li key={index}>
            <code>
              <UntrustedText>{line}</UntrustedText>
            </code>
          </li>
        ))}
      </ol>
    </div>
  );
}
