/** Whether something works, by a shape and words. */
export function CheckMark({ ok, words }: { readonly ok: boolean; readonly words: string }) {
  return (
    <span class="outcome" data-outcome={ok ? "allowed" : "violation"}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        {ok ? <path d="M3 8.5l3.5 3.5L13 4.5" /> : <path d="M4 4l8 8M12 4l-8 8" />}
      </svg>
      {words}
    </span>
  );
}
