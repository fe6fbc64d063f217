/** The keys of a binding; screen readers get them from the control and the sheet of keys. */
export function KeyHint({ keys }: { readonly keys: string }) {
  return (
    <span class="key-hints" aria-hidden="true">
      {keys.split(" ").map((key, index) => (
        <>
          {index > 0 && " "}
          <kbd class="key-hint">{key}</kbd>
        </>
      ))}
    </span>
  );
}
