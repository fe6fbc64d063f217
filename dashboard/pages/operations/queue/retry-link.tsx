/** Leads to the record that judges a failed one again; in a row that opens something else by a click. */
export function RetryLink({ id, words }: { readonly id: string; readonly words: string }) {
  return (
    <a href={`/app/verdicts/${id}`} onClick={(event) => event.stopPropagation()}>
      {words}
    </a>
  );
}
