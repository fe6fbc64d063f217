/** A link to the record of a retry. A click on it does not open the row that it is in. */
export function RetryLink({ id, words }: { readonly id: string; readonly words: string }) {
  return (
    <a href={`/app/verdicts/${id}`} onClick={(event) => event.stopPropagation()}>
      {words}
    </a>
  );
}
